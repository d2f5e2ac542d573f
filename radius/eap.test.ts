import { describe, expect, test } from 'vitest';
import { ATTRIBUTE, CODE } from './codes.ts';
import {
  addEapMessage,
  EAP_CODE,
  EAP_TYPE,
  eapFailure,
  eapMessage,
  eapRequest,
  eapSuccess,
  encodeEap,
  parseEap,
  readNak,
} from './eap.ts';
import { prepareSecret } from './md5.ts';
import { PacketView, parsePacket } from './packet-view.ts';
import { PacketWriter } from './packet-writer.ts';

const octets = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

describe('an EAP packet (RFC 3748 4)', () => {
  test.each([
    ['Response/Identity "bob"', '02 07 0008 01 626f62', { code: 2, identifier: 7, type: 1, data: octets('626f62') }],
    ['Request/Identity, empty', '01 ff 0005 01', { code: 1, identifier: 255, type: 1, data: Buffer.alloc(0) }],
    ['Success', '03 09 0004', { code: 3, identifier: 9, data: Buffer.alloc(0) }],
    ['Failure', '04 09 0004', { code: 4, identifier: 9, data: Buffer.alloc(0) }],
  ])('%s is read and written', (_what, hex, packet) => {
    expect(parseEap(octets(hex))).toEqual(packet);
    expect(encodeEap(packet)).toEqual(octets(hex));
  });

  test.each([
    ['nothing', ''],
    ['half a header', '02 01 00'],
    ['Length over the octets (duty 76)', '02 01 0009 01 626f62'],
    ['Length 0', '02 01 0000 01'],
    ['Length 3', '02 01 0003'],
    ['a Response without a type', '02 01 0004'],
    ['a Success with data', '03 01 0005 01'],
    ['a second packet after the first (duty 76)', '02 01 0005 01 03 01 0004'],
    ['code 0', '00 01 0005 01'],
    ['code 5 (ERP, RFC 6696)', '05 01 0005 01'],
  ])('no packet: %s', (_what, hex) => expect(parseEap(octets(hex))).toBeUndefined());

  test('zeros after it are padding', () => {
    expect(parseEap(octets('02 01 0006 01 61 0000'))?.data).toEqual(octets('61'));
  });

  test('more than 65535 octets are not written', () => {
    expect(encodeEap({ code: 1, identifier: 0, type: 6, data: Buffer.alloc(65530) })).toHaveLength(65535);
    expect(() => encodeEap({ code: 1, identifier: 0, type: 6, data: Buffer.alloc(65531) })).toThrow(RangeError);
  });

  test('what ends a conversation has four octets', () => {
    expect(eapSuccess(5)).toEqual(octets('03050004'));
    expect(eapFailure(6)).toEqual(octets('04060004'));
    expect(eapRequest(7, EAP_TYPE.identity, Buffer.alloc(0))).toEqual(octets('0107000501'));
  });
});

describe('Nak (RFC 3748 5.3)', () => {
  test.each([
    ['PEAP, then TTLS', '02 01 0007 03 19 15', [25, 21]],
    ['none of ours', '02 01 0006 03 00', []],
    ['no list at all', '02 01 0005 03', []],
    ['what is no method is left out', '02 01 000a 03 01 02 03 fe 0d', [13]],
    ['expanded: TLS', '02 01 0014 fe 000000 00000003 fe 000000 0000000d', [13]],
    [
      'expanded: a vendor method, then PEAP',
      '02 01 001c fe 000000 00000003 fe 000014 00000006 fe 000000 00000019',
      [25],
    ],
    ['expanded: none', '02 01 0014 fe 000000 00000003 fe 000000 00000000', []],
    ['expanded, cut off', '02 01 0010 fe 000000 00000003 fe 000000', []],
    ['an expanded Response that is no Nak', '02 01 000c fe 000000 00000006', undefined],
    ['an expanded Response too short to say', '02 01 0006 fe 00', undefined],
    ['a Response of a method', '02 01 0006 04 03', undefined],
    ['a Request', '01 01 0006 03 19', undefined],
  ])('%s (duty 78)', (_what, hex, wanted) => {
    const packet = parseEap(octets(hex));
    expect(packet).toBeDefined();
    if (packet !== undefined) expect(readNak(packet)).toEqual(wanted);
  });
});

describe('EAP over RADIUS (RFC 3579 3.1)', () => {
  const secret = prepareSecret(Buffer.from('testing123'));
  const roundTrip = (write: (writer: PacketWriter) => void): PacketView => {
    const writer = new PacketWriter();
    writer.beginRequest(CODE.access_request, 1, Buffer.alloc(16));
    write(writer);
    const view = new PacketView();
    expect(parsePacket(view, writer.bytes.subarray(0, writer.finishRequest(secret)))).toBeUndefined();
    return view;
  };

  test.each([5, 253, 254, 506, 1400])('a packet of %i octets (duty 35)', (size) => {
    const data = Buffer.from(Array.from({ length: size - 5 }, (_, i) => i & 0xff));
    const eap = encodeEap({ code: EAP_CODE.response, identifier: 3, type: EAP_TYPE.tls, data });
    const view = roundTrip((writer) => addEapMessage(writer, eap));
    expect(view.count).toBe(1 + Math.ceil(size / 253));
    expect(eapMessage(view)).toEqual(eap);
  });

  test('an EAP-Start is empty, and is there', () => {
    expect(eapMessage(roundTrip((writer) => writer.addOctets(ATTRIBUTE.eap_message, Buffer.alloc(0))))).toHaveLength(0);
    expect(eapMessage(roundTrip(() => undefined))).toBeUndefined();
  });
});
