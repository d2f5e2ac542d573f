import { createHash } from 'node:crypto';
import { CODE, EAP_TYPE } from '@isp/radius';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NasSocket, request, Wire } from '../wire.fixture.ts';
import { keepEapCertificate, makeAuthority } from './certificates.fixture.ts';
import { type EapAnswer, eapOf, eapResponse, readEapAnswer } from './conversation.fixture.ts';

const seed = process.env.FUZZ_SEED ?? '20261125';
const SILENCE_MS = 60;
/** For an answer that must come, on a machine that is busy. */
const PATIENCE_MS = 5000;
const METHODS = [EAP_TYPE.peap, EAP_TYPE.ttls, EAP_TYPE.tls];
/** What a TLS 1.2 peer says first, so that some of what is mutated gets far. */
const HELLO = Buffer.from(
  '160301003d010000390303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f000004c02bc02f0100000c000a00040002001d0d00020403',
  'hex',
);

let wire: Wire;
let nas: NasSocket;
let drawn = 0;

/** Octets that the seed decides. */
const octets = (size: number): Buffer => {
  const parts: Buffer[] = [];
  for (let length = 0; length < size; length += 32)
    parts.push(createHash('sha256').update(`${seed} ${drawn++}`).digest());
  return Buffer.concat(parts).subarray(0, size);
};
const number = (below: number): number => octets(4).readUInt32BE() % below;

beforeAll(async () => {
  console.log(`seed ${seed} (FUZZ_SEED)`);
  wire = await Wire.open();
  await wire.room.subscriber('bob');
  await keepEapCertificate(wire.room.database, await makeAuthority('An authority of this test'));
  await wire.server.directory.refresh();
  nas = await wire.nas();
});
afterAll(() => wire?.close());

const send = async (
  eap: Uint8Array,
  state?: Buffer,
  patience_ms = SILENCE_MS,
): Promise<(Omit<EapAnswer, 'eap'> & { readonly identifier: number }) | undefined> => {
  nas.heard.length = 0;
  nas.send('auth', request(eapOf('bob', eap, state), { identifier: number(256), authenticator: octets(16) }));
  const heard = await nas.next(patience_ms).catch(() => undefined);
  if (heard === undefined) return undefined;
  const { eap: said, ...answer } = readEapAnswer(heard.octets);
  return { ...answer, identifier: said?.identifier ?? 0 };
};

/** Frames a peer might send that means no good: random, or a real first flight with some of its octets changed. */
const frame = (): Buffer => {
  const flags = number(3) === 0 ? octets(1) : Buffer.of(0);
  if (number(2) === 0) return Buffer.concat([flags, octets(number(300))]);
  const hello = Buffer.from(HELLO);
  for (let i = number(4); i > 0; i--) hello[number(hello.length)] = number(256);
  return Buffer.concat([flags, hello]);
};

test('whatever is said inside EAP over TLS, nothing is let on, nothing breaks, and the next is served (duty 86)', async () => {
  const codes = new Map<number, number>();
  for (let i = 0; i < 150; i++) {
    const method = METHODS[i % METHODS.length] as number;
    const offer = await send(eapResponse(1, EAP_TYPE.identity, Buffer.from('bob')));
    let heard = await send(eapResponse(offer?.identifier ?? 0, EAP_TYPE.nak, Buffer.of(method)), offer?.state);
    if (method === EAP_TYPE.peap) heard = offer;
    for (let packet = 0; packet < 4 && heard?.code === CODE.access_challenge; packet++)
      heard = await send(eapResponse(heard.identifier, method, frame()), heard.state);
    codes.set(heard?.code ?? 0, (codes.get(heard?.code ?? 0) ?? 0) + 1);
  }
  expect(codes.has(CODE.access_accept)).toBe(false);
  expect(codes.get(CODE.access_reject)).toBeGreaterThan(20);
  expect((await send(eapResponse(1, EAP_TYPE.identity, Buffer.from('bob'))))?.code).toBe(CODE.access_challenge);
}, 60_000);

test('more conversations begun than there is room for: the oldest give way (duty 86)', async () => {
  const begin = () => send(eapResponse(1, EAP_TYPE.identity, Buffer.from('bob')), undefined, PATIENCE_MS);
  const first = await begin();
  // Counted by their States: on a busy machine an answer may come late, or be taken for the next one's.
  const begun = new Set<string>();
  while (begun.size < 4001) begun.add((await begin())?.state?.toString('hex') ?? '');
  const nak = eapResponse(first?.identifier ?? 0, EAP_TYPE.nak, Buffer.of(EAP_TYPE.ttls));
  expect((await send(nak, first?.state, PATIENCE_MS))?.code).toBe(CODE.access_reject);
}, 60_000);
