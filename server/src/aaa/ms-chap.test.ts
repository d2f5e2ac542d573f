import {
  authenticatorResponse,
  CODE,
  challengeResponse,
  decodePacket,
  msChap2Keys,
  msChap2Response,
  ntHash,
  type Packet,
  type PacketWriter,
  prepareSecret,
} from '@isp/radius';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECRET } from './aaa.fixture.ts';
import { all } from './ways.fixture.ts';
import { by, type Fill, type NasSocket, request, Wire } from './wire.fixture.ts';

const MICROSOFT = 311;
const CHALLENGE = 11;
const RESPONSE = 1;
const RESPONSE_2 = 25;
const AUTHENTICATOR = Buffer.alloc(16, 7);
const FIRST = Buffer.alloc(8, 3);
const SECOND = Buffer.alloc(16, 4);
const PEER = Buffer.alloc(16, 5);

const secret = prepareSecret(Buffer.from(SECRET));
let wire: Wire;
let nas: NasSocket;

beforeAll(async () => {
  wire = await Wire.open();
  const { room } = wire;
  await room.subscriber('bob');
  await room.subscriber('ünï');
  await room.subscriber('walled', { mode: 'walled', reason: 'suspended: unpaid invoices' });
  await room.subscriber('denied', { mode: 'deny', reason: 'the subscription has ended' });
  await wire.server.directory.refresh();
  nas = await wire.nas();
});
afterAll(() => wire?.close());

const logIn = async (name: string, fill: Fill): Promise<Packet> => {
  const asked = request(all(by({ user_name: name }), fill), { authenticator: AUTHENTICATOR });
  const decoded = decodePacket(await nas.ask('auth', asked), { secret, request_authenticator: AUTHENTICATOR });
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.packet;
};

/** Identifier 9, flags, 24 octets and the NT response. */
const octetsOf = (flags: number, middle: Uint8Array, response: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(9, flags), middle, Buffer.alloc(24 - middle.length), response]);

const first =
  (password: string, flags = 1) =>
  (writer: PacketWriter) => {
    writer.addVendorOctets(MICROSOFT, CHALLENGE, FIRST);
    const response = challengeResponse(FIRST, ntHash(password));
    writer.addVendorOctets(MICROSOFT, RESPONSE, octetsOf(flags, Buffer.alloc(24), response));
  };

const exchangeOf = (name: string) => ({
  authenticator_challenge: SECOND,
  peer_challenge: PEER,
  username: Buffer.from(name),
});
const second =
  (name: string, password: string, challenge = SECOND) =>
  (writer: PacketWriter) => {
    writer.addVendorOctets(MICROSOFT, CHALLENGE, challenge);
    const response = msChap2Response(exchangeOf(name), ntHash(password));
    writer.addVendorOctets(MICROSOFT, RESPONSE_2, octetsOf(0, PEER, response));
  };

const attributeOf = (packet: Packet, name: string): unknown =>
  packet.attributes.find((one) => one.name === name)?.value;
const octetsIn = (packet: Packet, name: string): Buffer =>
  Buffer.from(String(attributeOf(packet, name)).replace(/^0x/, ''), 'hex');
const textOf = (packet: Packet, name: string): string => octetsIn(packet, name).toString('latin1');

describe('MS-CHAP version 2', () => {
  test.each(['bob', 'ünï', 'walled'])(
    '%s is let on, is shown that we know the password too, and gets both keys (duty 44)',
    async (name) => {
      const password = `pw-${name}`;
      const accept = await logIn(name, second(name, password));
      expect(accept.code).toBe(CODE.access_accept);
      const response = msChap2Response(exchangeOf(name), ntHash(password));
      const said = authenticatorResponse(exchangeOf(name), ntHash(password), response);
      expect(textOf(accept, 'MS-CHAP2-Success')).toBe(`\t${said}`);
      const keys = msChap2Keys(ntHash(password), response);
      expect(octetsIn(accept, 'MS-MPPE-Send-Key')).toEqual(keys.send);
      expect(octetsIn(accept, 'MS-MPPE-Recv-Key')).toEqual(keys.receive);
    },
  );

  test.each([
    ['a wrong password', 'bob', second('bob', 'wrong'), 691],
    ['an unknown name', 'nobody', second('nobody', 'x'), 691],
    ['a challenge of eight octets', 'bob', second('bob', 'pw-bob', FIRST), undefined],
    ['no access', 'denied', second('denied', 'pw-denied'), 649],
  ])('%s is rejected with its number (duty 44)', async (_, name, fill, error) => {
    const reject = await logIn(name, fill);
    expect(reject.code).toBe(CODE.access_reject);
    if (error === undefined) expect(attributeOf(reject, 'MS-CHAP-Error')).toBeUndefined();
    else expect(textOf(reject, 'MS-CHAP-Error')).toMatch(new RegExp(`^\tE=${error} R=0 C=[0-9A-F]{32} V=3 M=`));
  });

  test('a response made for another name is not right (duty 44)', async () => {
    expect((await logIn('bob', second('eve', 'pw-bob'))).code).toBe(CODE.access_reject);
  });
});

describe('MS-CHAP version 1', () => {
  test('the right password is let on and gets keys (duty 44)', async () => {
    const accept = await logIn('bob', first('pw-bob'));
    expect([accept.code, attributeOf(accept, 'MS-CHAP-MPPE-Keys') !== undefined]).toEqual([CODE.access_accept, true]);
  });

  test('a wrong one is rejected in words of version 1, and LM alone is not believed (duty 44)', async () => {
    expect(textOf(await logIn('bob', first('wrong')), 'MS-CHAP-Error')).toBe('\tE=691 R=0 V=2');
    expect((await logIn('bob', first('pw-bob', 0))).code).toBe(CODE.access_reject);
  });

  test('beside another proof it is refused (duty 39)', async () => {
    const both = await logIn('bob', (writer) => {
      writer.addUserPassword(Buffer.from('pw-bob'), secret);
      first('pw-bob')(writer);
    });
    expect(both.code).toBe(CODE.access_reject);
  });
});
