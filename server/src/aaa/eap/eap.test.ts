import { randomBytes } from 'node:crypto';
import { ATTRIBUTE, CODE, chapResponse, EAP_CODE, EAP_TYPE, encodeEap, prepareSecret } from '@isp/radius';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECRET } from '../aaa.fixture.ts';
import { type Fill, type NasSocket, request, Wire } from '../wire.fixture.ts';
import { type EapAnswer, eapOf, eapResponse, readEapAnswer } from './conversation.fixture.ts';

const secret = prepareSecret(Buffer.from(SECRET));
let wire: Wire;
let nas: NasSocket;

beforeAll(async () => {
  wire = await Wire.open();
  await wire.room.subscriber('bob');
  await wire.room.subscriber('eve');
  await wire.server.directory.refresh();
  nas = await wire.nas();
});
afterAll(() => wire?.close());

const send = async (fill: Fill): Promise<EapAnswer> => readEapAnswer(await nas.ask('auth', request(fill)));
const silence = async (fill: Fill, signed = true): Promise<void> =>
  expect(await wire.unanswered('auth', [request(fill, { signed })])).toEqual([]);

const identity = (name: string, identifier = 5) => eapResponse(identifier, EAP_TYPE.identity, Buffer.from(name));

/** As far as the challenge of EAP-MD5. */
const challenged = async (name = 'bob'): Promise<EapAnswer> => {
  const offer = await send(eapOf(name, identity(name)));
  const nak = eapResponse(offer.eap?.identifier ?? 0, EAP_TYPE.nak, Buffer.of(EAP_TYPE.md5));
  return send(eapOf(name, nak, offer.state));
};

const md5Of = ({ eap }: EapAnswer, password: string, identifier = eap?.identifier ?? 0): Uint8Array => {
  const value = Buffer.alloc(17, 16);
  const digest = value.subarray(1);
  const challenge = Buffer.from(eap?.data.subarray(1) ?? []);
  chapResponse(identifier, Buffer.from(password), challenge, 0, challenge.length, digest);
  return eapResponse(identifier, EAP_TYPE.md5, value);
};

describe('a conversation', () => {
  test('an empty EAP-Message is asked who it is, and goes on from there (duty 75)', async () => {
    const asked = await send(eapOf('bob', Buffer.alloc(0)));
    expect([asked.code, asked.eap?.type]).toEqual([CODE.access_challenge, EAP_TYPE.identity]);
    const offer = await send(eapOf('bob', identity('bob', asked.eap?.identifier), asked.state));
    expect([offer.code, offer.eap?.type]).toEqual([CODE.access_challenge, EAP_TYPE.mschapv2]);
  });

  test('a Challenge holds Message-Authenticator first, one State and EAP-Message, no more (duties 47, 68, 72, 83)', async () => {
    const offer = await send(eapOf('bob', identity('bob')));
    expect(offer.types).toEqual([ATTRIBUTE.message_authenticator, ATTRIBUTE.state, ATTRIBUTE.eap_message]);
    expect(offer.state).toHaveLength(16);
  });

  test('an Accept comes with EAP-Success of the same identifier, a Reject with EAP-Failure (duty 77)', async () => {
    const right = await challenged();
    const accept = await send(eapOf('bob', md5Of(right, 'pw-bob'), right.state));
    expect([accept.code, accept.eap?.code, accept.eap?.identifier]).toEqual([
      CODE.access_accept,
      EAP_CODE.success,
      right.eap?.identifier,
    ]);
    const wrong = await challenged();
    const reject = await send(eapOf('bob', md5Of(wrong, 'wrong'), wrong.state));
    expect([reject.code, reject.eap?.code, reject.eap?.identifier]).toEqual([
      CODE.access_reject,
      EAP_CODE.failure,
      wrong.eap?.identifier,
    ]);
    expect(reject.types).toEqual([ATTRIBUTE.message_authenticator, ATTRIBUTE.eap_message]);
  });

  test('a wrong identifier is discarded, and the right one still counts (duty 82)', async () => {
    const one = await challenged();
    const wrong = ((one.eap?.identifier ?? 0) + 1) & 0xff;
    await silence(eapOf('bob', md5Of(one, 'pw-bob', wrong), one.state));
    expect((await send(eapOf('bob', md5Of(one, 'pw-bob'), one.state))).code).toBe(CODE.access_accept);
  });
});

describe('a State', () => {
  test('is good once (duty 48)', async () => {
    const one = await challenged();
    expect((await send(eapOf('bob', md5Of(one, 'pw-bob'), one.state))).code).toBe(CODE.access_accept);
    expect((await send(eapOf('bob', md5Of(one, 'pw-bob'), one.state))).code).toBe(CODE.access_reject);
  });

  test('is good for its own user alone (duty 48)', async () => {
    const one = await challenged();
    expect((await send(eapOf('eve', md5Of(one, 'pw-bob'), one.state))).code).toBe(CODE.access_reject);
  });

  test('that was never given is rejected (duty 48)', async () => {
    const reject = await send(eapOf('bob', eapResponse(1, EAP_TYPE.md5, Buffer.alloc(17, 16)), randomBytes(16)));
    expect([reject.code, reject.eap?.code]).toEqual([CODE.access_reject, EAP_CODE.failure]);
  });
});

describe('what is no answer', () => {
  test.each([
    ['a length that is not that of the octets (duty 76)', Buffer.from('0201000901626f62', 'hex')],
    ['a second packet behind the first (duty 76)', Buffer.concat([identity('bob'), identity('eve')])],
    ['a Request', encodeEap({ code: EAP_CODE.request, identifier: 1, type: EAP_TYPE.identity, data: Buffer.alloc(0) })],
    ['a Success', Buffer.from('03010004', 'hex')],
  ])('discarded: %s', async (_, eap) => {
    await silence(eapOf('bob', eap));
  });

  test('EAP without Message-Authenticator is discarded (duty 67)', async () => {
    await silence(eapOf('bob', identity('bob')), false);
  });

  test('a password beside EAP is rejected (duty 39)', async () => {
    const both = await send((writer) => {
      eapOf('bob', identity('bob'))(writer);
      writer.addUserPassword(Buffer.from('pw-bob'), secret);
    });
    expect(both.code).toBe(CODE.access_reject);
  });

  test.each([
    ['an identity of another name', identity('eve')],
    ['a method nobody began', eapResponse(5, EAP_TYPE.md5, Buffer.alloc(17, 16))],
  ])('%s is rejected', async (_, eap) => {
    expect((await send(eapOf('bob', eap))).code).toBe(CODE.access_reject);
  });
});

test('who wants none of what is offered is rejected (duty 78)', async () => {
  const offer = await send(eapOf('bob', identity('bob')));
  const nak = eapResponse(offer.eap?.identifier ?? 0, EAP_TYPE.nak, Buffer.of(EAP_TYPE.aka));
  expect((await send(eapOf('bob', nak, offer.state))).code).toBe(CODE.access_reject);
});

test('who would rather have another method gets the first of those that we offer too (duty 78)', async () => {
  const offer = await send(eapOf('bob', identity('bob')));
  expect(offer.eap?.type).toBe(EAP_TYPE.mschapv2);
  const nak = eapResponse(offer.eap?.identifier ?? 0, EAP_TYPE.nak, Buffer.of(EAP_TYPE.aka, EAP_TYPE.md5));
  const next = await send(eapOf('bob', nak, offer.state));
  expect([next.code, next.eap?.type]).toEqual([CODE.access_challenge, EAP_TYPE.md5]);
});
