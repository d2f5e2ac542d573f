import {
  ATTRIBUTE,
  addEapMessage,
  CODE,
  chapResponse,
  EAP_CODE,
  EAP_TYPE,
  eapMessage,
  encodeEap,
  msChap2Response,
  ntHash,
  parseEap,
} from '@isp/radius';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VoucherCode } from './contract.ts';
import { makeVoucher } from './voucher.fixture.ts';
import { type Fill, request, viewOf, Wire } from './wire.fixture.ts';

let wire: Wire;
let plain: VoucherCode;
let pinned: VoucherCode;

beforeAll(async () => {
  wire = await Wire.open();
  [plain, pinned] = [await makeVoucher(wire, 'plain'), await makeVoucher(wire, 'pinned', { pin_length: 6 })];
});
afterAll(() => wire.close());

const ask = async (fill: Fill): Promise<Buffer> => (await wire.nas()).ask('auth', request(fill));

const MICROSOFT = 311;
const CHALLENGE = Buffer.alloc(16, 4);
const PEER = Buffer.alloc(16, 5);

const msChap2 = async (name: string, password: string): Promise<number | undefined> => {
  const exchange = { authenticator_challenge: CHALLENGE, peer_challenge: PEER, username: Buffer.from(name) };
  const answer = await ask((w) => {
    w.addText(ATTRIBUTE.user_name, name);
    w.addVendorOctets(MICROSOFT, 11, CHALLENGE);
    const response = msChap2Response(exchange, ntHash(password));
    w.addVendorOctets(MICROSOFT, 25, Buffer.concat([Buffer.of(9, 0), PEER, Buffer.alloc(8), response]));
  });
  return answer[0];
};

const eapMd5 = async (name: string, password: string): Promise<number | undefined> => {
  const say = async (identifier: number, type: number, data: Uint8Array, state?: Buffer) => {
    const answer = await ask((w) => {
      w.addText(ATTRIBUTE.user_name, name);
      addEapMessage(w, encodeEap({ code: EAP_CODE.response, identifier, type, data }));
      if (state) w.addOctets(ATTRIBUTE.state, state);
    });
    const view = viewOf(answer);
    const eap = parseEap(eapMessage(view) ?? Buffer.alloc(0));
    return { code: view.code, state: view.octets(ATTRIBUTE.state), identifier: eap?.identifier ?? 0, data: eap?.data };
  };
  const offer = await say(5, EAP_TYPE.identity, Buffer.from(name));
  const challenge = await say(offer.identifier, EAP_TYPE.nak, Buffer.of(EAP_TYPE.md5), offer.state);
  const value = Buffer.alloc(17, 16);
  const octets = Buffer.from(challenge.data?.subarray(1) ?? []);
  chapResponse(challenge.identifier, Buffer.from(password), octets, 0, octets.length, value.subarray(1));
  return (await say(challenge.identifier, EAP_TYPE.md5, value, challenge.state)).code;
};

describe.each([
  ['MS-CHAPv2', msChap2],
  ['EAP-MD5', eapMd5],
])('a voucher by %s', (_, logIn) => {
  test('takes the code as the password, or the PIN where there is one', async () => {
    expect(await logIn(plain.code, plain.code)).toBe(CODE.access_accept);
    expect(await logIn(plain.code, 'something')).toBe(CODE.access_reject);
    expect(await logIn(pinned.code, pinned.pin ?? '')).toBe(CODE.access_accept);
    expect(await logIn(pinned.code, pinned.code)).toBe(CODE.access_reject);
  });
});
