import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import {
  ATTRIBUTE,
  addEapMessage,
  CODE,
  EAP_CODE,
  EAP_TYPE,
  eapMessage,
  encodeEap,
  PacketView,
  PacketWriter,
  parseEap,
  parsePacket,
  prepareSecret,
} from '@isp/radius';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRoom, type Room, SECRET } from '../aaa.fixture.ts';
import { setCertificate } from '../set-certificate.ts';
import { type RadiusServer, startRadius } from '../udp.ts';
import { makeAuthority } from './certificates.fixture.ts';

const seed = process.env.FUZZ_SEED ?? '20261125';
const secret = prepareSecret(Buffer.from(SECRET));
const SILENCE_MS = 60;
/** For an answer that must come, on a machine that is busy. */
const PATIENCE_MS = 5000;
const METHODS = [EAP_TYPE.peap, EAP_TYPE.ttls, EAP_TYPE.tls];
/** What a TLS 1.2 peer says first, so that some of what is mutated gets far. */
const HELLO = Buffer.from(
  '160301003d010000390303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f000004c02bc02f0100000c000a00040002001d0d00020403',
  'hex',
);

let room: Room;
let server: RadiusServer;
let socket: Socket;
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
  room = await openRoom();
  await room.subscriber('bob');
  const authority = await makeAuthority('An authority of this test');
  const ours = await authority.issue('radius.example.net', 'server');
  await room.database.run((ctx) =>
    setCertificate(ctx, {
      purpose: 'eap',
      chain_pem: ours.pem,
      key_pem: ours.key_pem,
      client_ca_pem: authority.pem,
    }),
  );
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  socket = createSocket('udp4');
});
afterAll(async () => {
  socket?.close();
  await server?.stop();
  await room?.database.drop();
});

interface Heard {
  readonly code: number;
  readonly state: Buffer | undefined;
  readonly identifier: number;
}

const send = (eap: Uint8Array, state?: Buffer, patience_ms = SILENCE_MS): Promise<Heard | undefined> => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.access_request, number(256), octets(16));
  writer.addText(ATTRIBUTE.user_name, 'bob');
  addEapMessage(writer, eap);
  if (state) writer.addOctets(ATTRIBUTE.state, state);
  const datagram = Buffer.from(writer.bytes.subarray(0, writer.finishRequest(secret)));
  return new Promise((done) => {
    const end = (heard?: Heard) => {
      clearTimeout(timer);
      socket.removeAllListeners('message');
      done(heard);
    };
    const timer = setTimeout(() => end(), patience_ms);
    socket.on('message', (answer) => {
      const view = new PacketView();
      parsePacket(view, answer);
      const state = view.octets(ATTRIBUTE.state);
      end({
        code: view.code,
        state: state && Buffer.from(state),
        identifier: parseEap(eapMessage(view) ?? answer)?.identifier ?? 0,
      });
    });
    socket.send(datagram, server.ports.auth, '127.0.0.1');
  });
};

const response = (identifier: number, type: number, data: Uint8Array) =>
  encodeEap({ code: EAP_CODE.response, identifier, type, data });

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
    const offer = await send(response(1, EAP_TYPE.identity, Buffer.from('bob')));
    let heard = await send(response(offer?.identifier ?? 0, EAP_TYPE.nak, Buffer.of(method)), offer?.state);
    if (method === EAP_TYPE.peap) heard = offer;
    for (let packet = 0; packet < 4 && heard?.code === CODE.access_challenge; packet++)
      heard = await send(response(heard.identifier, method, frame()), heard.state);
    codes.set(heard?.code ?? 0, (codes.get(heard?.code ?? 0) ?? 0) + 1);
  }
  expect(codes.has(CODE.access_accept)).toBe(false);
  expect(codes.get(CODE.access_reject)).toBeGreaterThan(20);
  expect((await send(response(1, EAP_TYPE.identity, Buffer.from('bob'))))?.code).toBe(CODE.access_challenge);
}, 60_000);

test('more conversations begun than there is room for: the oldest give way (duty 86)', async () => {
  const begin = () => send(response(1, EAP_TYPE.identity, Buffer.from('bob')), undefined, PATIENCE_MS);
  const first = await begin();
  // Counted by their States: on a busy machine an answer may come late, or be taken for the next one's.
  const begun = new Set<string>();
  while (begun.size < 4001) begun.add((await begin())?.state?.toString('hex') ?? '');
  const nak = response(first?.identifier ?? 0, EAP_TYPE.nak, Buffer.of(EAP_TYPE.ttls));
  expect((await send(nak, first?.state, PATIENCE_MS))?.code).toBe(CODE.access_reject);
}, 60_000);
