import { describe, expect, test } from 'vitest';
import { CODE } from './codes.ts';
import { buildDynamicRequest, encodeSession, errorCauseName, readDynamicReply } from './dynamic-authorization.ts';
import { prepareSecret } from './md5.ts';
import { decodePacket } from './packet.ts';
import { PacketView, parsePacket } from './packet-view.ts';
import { PacketWriter } from './packet-writer.ts';
import { vendorOf } from './vendor.ts';
import { STRICT, verifyRequest } from './verify.ts';

const secret = prepareSecret(Buffer.from('nas-secret'));
const session = { acct_session_id: '81a0\u00ff', user_name: 'bob', framed_ip_address: '10.0.0.7' };

const viewOf = (datagram: Uint8Array): PacketView => {
  const view = new PacketView();
  expect(parsePacket(view, Buffer.from(datagram))).toBeUndefined();
  return view;
};

const change = (): Buffer => {
  const attributes = vendorOf('mikrotik').rate({ down_kbps: 50_000, up_kbps: 10_000 });
  const built = buildDynamicRequest(
    { kind: 'coa', identifier: 12, session, attributes, event_timestamp: 1_700_000_000 },
    secret,
  );
  if (built === undefined) throw new Error('does not fit');
  return built;
};

const answer = (request: Buffer, code: number, cause?: number, by = secret): Buffer => {
  const writer = new PacketWriter();
  const view = viewOf(request);
  writer.beginResponse(code, view);
  if (cause !== undefined) writer.addInteger(101, cause);
  return Buffer.from(writer.bytes.subarray(0, writer.finishResponse(view, by)));
};

describe('a request (RFC 5176 2.3)', () => {
  test('CoA says who and what, and the NAS believes it (duty 110)', () => {
    const request = change();
    expect(verifyRequest(viewOf(request), secret, STRICT)).toBeUndefined();
    const decoded = decodePacket(request);
    expect(
      decoded.ok && [decoded.packet.name, ...decoded.packet.attributes.slice(1).map((one) => [one.name, one.value])],
    ).toEqual([
      'CoA-Request',
      ['Acct-Session-Id', '0x38316130ff'],
      ['User-Name', 'bob'],
      ['Framed-IP-Address', '10.0.0.7'],
      ['Event-Timestamp', 1_700_000_000],
      ['Mikrotik-Rate-Limit', '10000k/50000k'],
    ]);
  });

  test('Disconnect carries identification only (RFC 5176 3) (duty 111)', () => {
    const attributes = Buffer.of(6, 6, 0, 0, 0, 1);
    const request = buildDynamicRequest({ kind: 'disconnect', identifier: 1, session, attributes }, secret);
    const decoded = decodePacket(request ?? Buffer.alloc(0));
    expect(decoded.ok && [decoded.packet.name, decoded.packet.attributes.map((one) => one.oid)]).toEqual([
      'Disconnect-Request',
      ['80', '44', '1', '8'],
    ]);
  });

  test('what is not known is not sent', () => {
    expect(
      encodeSession({ user_name: 'x', nas_identifier: undefined, framed_ip_address: 'no address' }).toString('hex'),
    ).toBe('010378');
  });

  test('too much is not sent', () => {
    expect(
      buildDynamicRequest({ kind: 'coa', identifier: 1, session, attributes: Buffer.alloc(4096) }, secret),
    ).toBeUndefined();
  });
});

describe('its answer', () => {
  const request = change();

  test.each([
    ['ACK', answer(request, CODE.coa_ack), { outcome: 'ack' }],
    [
      'NAK 503',
      answer(request, CODE.coa_nak, 503),
      { outcome: 'nak', error_cause: 503, error_cause_name: 'Session-Context-Not-Found' },
    ],
    ['NAK 999', answer(request, CODE.coa_nak, 999), { outcome: 'nak', error_cause: 999, error_cause_name: 'unknown' }],
    [
      'NAK without a cause',
      answer(request, CODE.coa_nak),
      { outcome: 'nak', error_cause: undefined, error_cause_name: 'unknown' },
    ],
    ['of another kind', answer(request, CODE.disconnect_ack), { outcome: 'ignored', reason: 'unexpected-code' }],
    [
      'under another secret',
      answer(request, CODE.coa_ack, 1, prepareSecret(Buffer.from('x'))),
      { outcome: 'ignored', reason: 'authenticator-wrong' },
    ],
    ['cut short', answer(request, CODE.coa_ack).subarray(0, 19), { outcome: 'ignored', reason: 'too-short' }],
  ])('%s (duty 113)', (_name, datagram, reply) => {
    expect(readDynamicReply(datagram, request, secret)).toEqual(reply);
  });

  test('to another request (duty 113)', () => {
    const other = Buffer.from(answer(request, CODE.coa_ack));
    other[1] = 13;
    expect(readDynamicReply(other, request, secret)).toEqual({ outcome: 'ignored', reason: 'identifier-mismatch' });
  });
});

test('causes have names (RFC 5176 3.5) (duty 114)', () => {
  expect([401, 503, 506, 1].map(errorCauseName)).toEqual([
    'Unsupported-Attribute',
    'Session-Context-Not-Found',
    'Resources-Unavailable',
    'unknown',
  ]);
});
