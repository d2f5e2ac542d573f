import { describe, expect, test } from 'vitest';
import { credentialOf, userPassword, verifyChap, verifyPap } from './auth.ts';
import { ATTRIBUTE, CODE } from './codes.ts';
import { prepareSecret } from './md5.ts';
import { PacketView, parsePacket } from './packet-view.ts';
import { PacketWriter } from './packet-writer.ts';

const secret = prepareSecret(Buffer.from('xyzzy5461'));
const octets = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

const viewOf = (datagram: Buffer): PacketView => {
  const view = new PacketView();
  expect(parsePacket(view, datagram)).toBeUndefined();
  return view;
};

const requestWith = (add: (writer: PacketWriter) => void, authenticator = Buffer.alloc(16, 9)): PacketView => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.access_request, 1, authenticator);
  add(writer);
  return viewOf(writer.bytes.subarray(0, writer.finishRequest(secret)));
};

describe('PAP', () => {
  const nemo =
    octets(`01 00 00 38 0f 40 3f 94 73 97 80 57 bd 83 d5 cb 98 f4 22 7a 01 06 6e 65 6d 6f 02 12 0d be 70 8d 93 d4 13 ce
    31 96 e4 3f 78 2a 0a ee 04 06 c0 a8 01 10 05 06 00 00 00 03`);

  test('RFC 2865 7.1: nemo and arctangent', () => {
    const view = viewOf(nemo);
    expect(userPassword(view, secret)?.toString()).toBe('arctangent');
    expect(verifyPap(view, secret, Buffer.from('arctangent'))).toBe(true);
  });

  test.each(['arctangen', 'arctangent ', 'Arctangent', '', 'arctangent-and-much-more'])('not %j', (password) => {
    expect(verifyPap(viewOf(nemo), secret, Buffer.from(password))).toBe(false);
  });

  test.each([1, 15, 16, 17, 32, 33, 127, 128])('a password of %i octets (duty 40)', (size) => {
    const password = Buffer.from(Array.from({ length: size }, (_, i) => (i % 250) + 1));
    const view = requestWith((writer) => writer.addUserPassword(password, secret));
    expect(view.size(view.find(ATTRIBUTE.user_password))).toBe(Math.ceil(size / 16) * 16);
    expect(verifyPap(view, secret, password)).toBe(true);
    expect(userPassword(view, secret)).toEqual(password);
    expect(verifyPap(view, secret, password.subarray(0, -1))).toBe(false);
    expect(verifyPap(view, secret, Buffer.concat([password, Buffer.of(1)]))).toBe(false);
  });

  test('zeros within a password survive (duty 23)', () => {
    const password = Buffer.from('a\0b');
    const view = requestWith((writer) => writer.addUserPassword(password, secret));
    expect(userPassword(view, secret)).toEqual(password);
    expect(verifyPap(view, secret, password)).toBe(true);
    expect(verifyPap(view, secret, Buffer.from('a'))).toBe(false);
  });

  test.each([0, 1, 15, 17, 31, 129, 144, 240])('a User-Password of %i octets is never right (duty 40)', (size) => {
    const view = requestWith((writer) => writer.addOctets(ATTRIBUTE.user_password, Buffer.alloc(size)));
    expect(verifyPap(view, secret, Buffer.alloc(1))).toBe(false);
    expect(userPassword(view, secret)).toBeUndefined();
  });

  test('under another secret it is wrong', () => {
    expect(verifyPap(viewOf(nemo), prepareSecret(Buffer.from('other')), Buffer.from('arctangent'))).toBe(false);
  });

  test('more than 128 octets are not sent', () => {
    const writer = new PacketWriter();
    writer.beginRequest(CODE.access_request, 1, Buffer.alloc(16));
    expect(() => writer.addUserPassword(Buffer.alloc(129), secret)).toThrow(RangeError);
  });
});

describe('CHAP', () => {
  const flopsy =
    octets(`01 01 00 47 2a ee 86 f0 8d 0d 55 96 9c a5 97 8e 0d 33 67 a2 01 08 66 6c 6f 70 73 79 03 13 16 e9 75 57 c3 16
    18 58 95 f2 93 ff 63 44 07 72 75 04 06 c0 a8 01 10 05 06 00 00 00 14 06 06 00 00 00 02 07 06 00 00 00 01`);

  test('RFC 2865 7.2: flopsy and arctangent, the Request Authenticator is the challenge (duty 41)', () => {
    expect(verifyChap(viewOf(flopsy), Buffer.from('arctangent'))).toBe(true);
    expect(verifyChap(viewOf(flopsy), Buffer.from('Arctangent'))).toBe(false);
    expect(verifyChap(viewOf(flopsy), Buffer.alloc(0))).toBe(false);
  });

  test.each([1, 5, 16, 33, 253])('a CHAP-Challenge of %i octets (duty 41)', (size) => {
    const challenge = Buffer.alloc(size, 0x5a);
    const view = requestWith((writer) => writer.addChapPassword(77, Buffer.from('galileo'), challenge));
    expect(verifyChap(view, Buffer.from('galileo'))).toBe(true);
    expect(verifyChap(view, Buffer.from('galilei'))).toBe(false);
  });

  test.each([0, 1, 16, 18])('a CHAP-Password of %i octets is never right (duty 42)', (size) => {
    const view = requestWith((writer) => writer.addOctets(ATTRIBUTE.chap_password, Buffer.alloc(size)));
    expect(verifyChap(view, Buffer.from('x'))).toBe(false);
  });
});

describe('the credential of a request', () => {
  const pap = (writer: PacketWriter) => writer.addOctets(ATTRIBUTE.user_password, Buffer.alloc(16));
  const chap = (writer: PacketWriter) => writer.addOctets(ATTRIBUTE.chap_password, Buffer.alloc(17));
  const eap = (writer: PacketWriter) => writer.addOctets(ATTRIBUTE.eap_message, Buffer.alloc(5));
  test.each([
    ['none', []],
    ['pap', [pap]],
    ['chap', [chap]],
    ['eap', [eap]],
    ['eap', [eap, eap]],
    ['several', [pap, chap]],
    ['several', [eap, pap]],
    ['several', [chap, eap]],
    ['several', [pap, pap]],
    ['several', [chap, chap]],
  ] as const)('%s', (credential, adds) => {
    expect(
      credentialOf(
        requestWith((writer) => {
          for (const add of adds) add(writer);
        }),
      ),
    ).toBe(credential);
  });
});
