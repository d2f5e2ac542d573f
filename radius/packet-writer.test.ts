import { describe, expect, test } from 'vitest';
import { ATTRIBUTE, CODE } from './codes.ts';
import { prepareSecret } from './md5.ts';
import { decodePacket } from './packet.ts';
import { PacketView, parsePacket } from './packet-view.ts';
import { PacketWriter } from './packet-writer.ts';
import { verifyResponse } from './verify.ts';

const secret = prepareSecret(Buffer.from('testing123'));

const requestWith = (add: (writer: PacketWriter) => void, code: number = CODE.access_request): PacketView => {
  const writer = new PacketWriter();
  writer.beginRequest(code, 200, Buffer.alloc(16, 5));
  add(writer);
  const view = new PacketView();
  expect(parsePacket(view, writer.bytes.subarray(0, writer.finishRequest(secret)))).toBeUndefined();
  return view;
};

const attributesOf = (bytes: Uint8Array): string[] => {
  const decoded = decodePacket(bytes);
  return decoded.ok ? decoded.packet.attributes.map((one) => `${one.name}=${one.value}`) : [decoded.reason];
};

describe('an answer', () => {
  const writer = new PacketWriter();

  test.each([CODE.access_accept, CODE.access_reject, CODE.access_challenge])(
    'to an Access-Request (code %i) has its Message-Authenticator first and copies every Proxy-State in order (duties 72, 104, 105)',
    (code) => {
      const states = [Buffer.from('first\0'), Buffer.alloc(253, 7), Buffer.from('third')];
      const view = requestWith((request) => {
        for (const [i, state] of states.entries()) {
          request.addOctets(ATTRIBUTE.proxy_state, state);
          request.addInteger(ATTRIBUTE.nas_port, i);
        }
      });
      writer.beginResponse(code, view);
      writer.addText(ATTRIBUTE.reply_message, 'hello');
      const length = writer.finishResponse(view, secret);
      const answer = new PacketView();
      expect(parsePacket(answer, writer.bytes.subarray(0, length))).toBeUndefined();
      expect([answer.code, answer.identifier, answer.types[0]]).toEqual([code, 200, ATTRIBUTE.message_authenticator]);
      expect([...answer.types.subarray(0, answer.count)]).toEqual([80, 18, 33, 33, 33]);
      expect(
        states.map((_, i) => answer.bytes.subarray(answer.start(2 + i), answer.start(2 + i) + answer.size(2 + i))),
      ).toEqual(states);
      expect(verifyResponse(answer, view.bytes, secret, true)).toBeUndefined();
    },
  );

  test('to an Accounting-Request is a bare header unless the request was signed', () => {
    const view = requestWith(() => {}, CODE.accounting_request);
    writer.beginResponse(CODE.accounting_response, view);
    expect(writer.finishResponse(view, secret)).toBe(20);
  });

  test('never goes over 4096 octets: what does not fit is not sent (duty 12)', () => {
    const view = requestWith((request) => {
      for (let i = 0; i < 15; i++) request.addOctets(ATTRIBUTE.proxy_state, Buffer.alloc(253, i + 1));
    });
    writer.beginResponse(CODE.access_accept, view);
    expect(writer.finishResponse(view, secret)).toBe(20 + 18 + 15 * 255);
    writer.beginResponse(CODE.access_accept, view);
    writer.addOctets(ATTRIBUTE.class, Buffer.alloc(240, 1));
    expect(writer.finishResponse(view, secret)).toBe(0);
    writer.beginResponse(CODE.access_accept, view);
    writer.addEncoded(Buffer.alloc(4059));
    expect(writer.finishResponse(view, secret)).toBe(0);
    writer.beginResponse(CODE.access_reject, view);
    expect(writer.finishResponse(view, secret)).toBeGreaterThan(0);
  });
});

describe('what is written', () => {
  test('reads back', () => {
    const view = requestWith((writer) => {
      writer.addText(ATTRIBUTE.user_name, 'bób');
      writer.addInteger(ATTRIBUTE.nas_port, 0xffffffff);
      writer.addInteger(ATTRIBUTE.framed_ip_address, 0x0a000001);
      writer.addVendorText(14988, 8, '1M/2M');
      writer.addVendorInteger(14122, 7, 4294967295);
      writer.addVendorOctets(9, 1, Buffer.from('a=b'));
      writer.addOctets(ATTRIBUTE.chargeable_user_identity, Buffer.alloc(0));
    });
    expect(attributesOf(view.bytes.subarray(0, view.length)).slice(1)).toEqual([
      'User-Name=bób',
      'NAS-Port=4294967295',
      'Framed-IP-Address=10.0.0.1',
      'Mikrotik-Rate-Limit=1M/2M',
      'WISPr-Bandwidth-Max-Up=4294967295',
      'Cisco-AVPair=a=b',
      'Chargeable-User-Identity=0x',
    ]);
  });

  test('leaves out what is empty (RFC 2865 5) (duty 22)', () => {
    const view = requestWith((writer) => {
      writer.addText(ATTRIBUTE.reply_message, '');
      writer.addOctets(ATTRIBUTE.class, Buffer.alloc(0));
      writer.addVendorText(14988, 8, '');
      writer.addVendorOctets(9, 1, Buffer.alloc(0));
    });
    expect(view.count).toBe(1);
  });

  test.each([
    ['text', (writer: PacketWriter) => writer.addText(ATTRIBUTE.user_name, 'x'.repeat(254))],
    ['octets', (writer: PacketWriter) => writer.addOctets(ATTRIBUTE.class, Buffer.alloc(254))],
    ['vendor text', (writer: PacketWriter) => writer.addVendorText(9, 1, 'x'.repeat(248))],
  ])('%s too long for one attribute spoils the packet', (_name, add) => {
    const writer = new PacketWriter();
    writer.beginRequest(CODE.access_request, 1, Buffer.alloc(16));
    add(writer);
    expect(writer.finishRequest(secret)).toBe(0);
  });

  test('253 octets of User-Name fit (duty 24)', () => {
    expect(
      requestWith((writer) => writer.addText(ATTRIBUTE.user_name, 'x'.repeat(253))).text(ATTRIBUTE.user_name),
    ).toHaveLength(253);
  });

  test('an Access-Request wants its random authenticator', () => {
    expect(() => new PacketWriter().beginRequest(CODE.access_request, 1)).toThrow(RangeError);
    expect(() => new PacketWriter().beginRequest(CODE.status_server, 1, Buffer.alloc(15))).toThrow(RangeError);
  });
});
