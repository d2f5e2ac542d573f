import { describe, expect, test } from 'vitest';
import { CODE } from './codes.ts';
import { describePacket } from './describe.ts';
import { prepareSecret } from './md5.ts';
import { attributeValue, decodePacket } from './packet.ts';
import { PacketView, parsePacket } from './packet-view.ts';
import { PacketWriter } from './packet-writer.ts';

const secret = prepareSecret(Buffer.from('xyzzy5461'));
const wrong = prepareSecret(Buffer.from('wrong'));
const nemo = Buffer.from(
  '010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee0406c0a80110050600000003',
  'hex',
);

const checksOf = (bytes: Uint8Array, context: Parameters<typeof describePacket>[1]) => {
  const described = describePacket(bytes, context);
  return described.ok ? [described.checks.authenticator, described.checks.message_authenticator] : described.reason;
};

test('a packet is plain JSON, its password in clear when the secret is known', () => {
  const described = describePacket(Buffer.concat([nemo, Buffer.alloc(3)]), { secret });
  expect(JSON.parse(JSON.stringify(described))).toEqual({
    ok: true,
    code: 1,
    name: 'Access-Request',
    identifier: 0,
    length: 56,
    padding: 3,
    authenticator: '0x0f403f9473978057bd83d5cb98f4227a',
    checks: { authenticator: 'unchecked', message_authenticator: 'absent', note: expect.stringContaining('random') },
    attributes: [
      { name: 'User-Name', oid: '1', type: 'text', value: 'nemo' },
      { name: 'User-Password', oid: '2', type: 'text', value: 'arctangent' },
      { name: 'NAS-IP-Address', oid: '4', type: 'ipaddr', value: '192.168.1.16' },
      { name: 'NAS-Port', oid: '5', type: 'integer', value: 3 },
    ],
  });
});

test('64-bit integers are text in JSON (duty 32)', () => {
  const bytes = Buffer.from(`0100001e${'00'.repeat(16)}7c0affffffffffffffff`, 'hex');
  const described = describePacket(bytes);
  expect(described.ok && described.attributes[0]?.value).toBe('18446744073709551615');
});

test('what is no packet says why', () => {
  expect(describePacket(Buffer.of(1, 2, 3))).toEqual({ ok: false, reason: 'too-short', octets: 3 });
});

describe('the authenticators', () => {
  const writer = new PacketWriter();
  const request = (code: number, signed: boolean): Buffer => {
    writer.beginRequest(code, 9, Buffer.alloc(16, 1), signed);
    return Buffer.from(writer.bytes.subarray(0, writer.finishRequest(secret)));
  };

  test.each([
    ['Access-Request', request(CODE.access_request, true), ['unchecked', 'right'], ['unchecked', 'wrong']],
    ['Accounting-Request', request(CODE.accounting_request, false), ['right', 'absent'], ['wrong', 'absent']],
    ['CoA-Request', request(CODE.coa_request, true), ['right', 'right'], ['wrong', 'unchecked']],
  ])('of %s', (_name, bytes, right, otherwise) => {
    expect(checksOf(bytes, { secret })).toEqual(right);
    expect(checksOf(bytes, { secret: wrong })).toEqual(otherwise);
    expect(checksOf(bytes, {})?.[0]).toBe('unchecked');
  });

  test('of an answer want the authenticator of its request', () => {
    const asked = request(CODE.access_request, true);
    const view = new PacketView();
    parsePacket(view, asked);
    writer.beginResponse(CODE.access_accept, view);
    const answer = Buffer.from(writer.bytes.subarray(0, writer.finishResponse(view, secret)));
    expect(checksOf(answer, { secret })).toEqual(['unchecked', 'unchecked']);
    expect(checksOf(answer, { secret, request_authenticator: asked.subarray(4, 20) })).toEqual(['right', 'right']);
    expect(checksOf(answer, { secret, request_authenticator: Buffer.alloc(16) })).toEqual(['wrong', 'unchecked']);
  });
});

test('decodePacket gives values by name', () => {
  const decoded = decodePacket(nemo, { secret });
  expect(decoded.ok && [attributeValue(decoded.packet, 'NAS-Port'), attributeValue(decoded.packet, 'Class')]).toEqual([
    3,
    undefined,
  ]);
});
