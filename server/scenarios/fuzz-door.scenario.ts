/**
 * Mutated packets at every door (B2 of the reliability figures): log-ins, EAP, accounting, RadSec's framing, and answers to our CoA. Most are signed, as by a NAS that is broken
 * or evil, so that they get past the authenticators. Nothing may crash, hang, be let on or be believed unsigned. `FUZZ_PACKETS=1000000 FUZZ_SEED=7` sends a million.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import {
  ATTRIBUTE,
  addEapMessage,
  CODE,
  EAP_CODE,
  EAP_TYPE,
  encodeEap,
  PacketWriter,
  prepareSecret,
} from '@isp/radius';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRoom, type Room, SECRET } from '../src/aaa/aaa.fixture.ts';
import { createCoaClient } from '../src/aaa/coa-client.ts';
import { makeAuthority } from '../src/aaa/eap/certificates.fixture.ts';
import { loginOf, radsecClient, recordOf } from '../src/aaa/radsec/client.fixture.ts';
import { setCertificate } from '../src/aaa/set-certificate.ts';
import { type RadiusServer, startRadius } from '../src/aaa/udp.ts';
import { updateNas } from '../src/aaa/update-nas.ts';
import { accounting, by, NasSocket, pap, request, valuesOf, viewOf } from '../src/aaa/wire.fixture.ts';
import { eventually } from './eventually.ts';
import { type Dice, mutated, signed, torn } from './mutations.ts';
import { seeded } from './stream.ts';

const PACKETS = Number.parseInt(process.env.FUZZ_PACKETS ?? '60000', 10);
const SEED = Number.parseInt(process.env.FUZZ_SEED ?? String(Date.now() % 1_000_000), 10);
const BATCH = 100;
const LONG_MS = 120_000 + PACKETS * 2;
/** A probe that takes longer means that something hangs. */
const PROBE_MS = 2000;
/** With a kilobyte for each record, one packet of five: a mutated one mostly begins a session, which is then known. */
const MORE_MEMORY = (300 << 20) + (PACKETS / 5) * 1024;
const EDGE = 'edge.example.net';

let room: Room;
let server: RadiusServer;
const metrics = new Registry();
let edge: { readonly pem: string; readonly key_pem: string };
const random = seeded(SEED);
const dice: Dice = (below) => Math.floor(random() * below);
const any = <T>(all: readonly T[]): T => all[dice(all.length)] as T;

beforeAll(async () => {
  console.log(`FUZZ_SEED=${SEED} FUZZ_PACKETS=${PACKETS}`);
  room = await openRoom();
  await room.subscriber('bob');
  await room.subscriber('alice');
  await room.subscriber('denied', { mode: 'deny', reason: 'the subscription has ended' });
  server = await startRadius(room.database.kernel, {
    auth_port: 0,
    acct_port: 0,
    addresses: ['127.0.0.1'],
    metrics,
  });
  const authority = await makeAuthority('An authority of this test');
  const ours = await authority.issue('radius.example.net', 'server');
  edge = await authority.issue(EDGE, 'client');
  const files = { chain_pem: ours.pem, key_pem: ours.key_pem, client_ca_pem: authority.pem };
  await room.database.run(async (ctx) => {
    await setCertificate(ctx, { ...files, client_crl_pem: null, purpose: 'eap' });
    await setCertificate(ctx, { ...files, client_crl_pem: null, purpose: 'radsec' });
    await updateNas(ctx, { id: room.nas_id, radsec_identity: EDGE });
  });
  await server.directory.refresh();
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await room?.database.drop();
});

const MS_CHAP_RESPONSE = Buffer.from(`00000137${'0b'}34`, 'hex');
const ADDRESSES = {
  nas_ip_address: Buffer.from([127, 0, 0, 1]),
  calling_station_id: '02-00-00-00-00-01',
  framed_ip_address: Buffer.from([10, 0, 0, 9]),
  event_timestamp: Math.floor(Date.now() / 1000),
};

/** Log-ins that are to be refused, by every method. */
const refused = (): Buffer[] => [
  request((w) => [pap('bob', 'wrong'), by(ADDRESSES)].map((fill) => fill(w))),
  request(pap('nobody', 'x')),
  request(pap('denied')),
  request((w) => {
    by({ ...ADDRESSES, user_name: 'bob' })(w);
    w.addChapPassword(7, Buffer.from('wrong'), Buffer.alloc(16, 3));
  }),
  request((w) => {
    by({ user_name: 'bob' })(w);
    w.addOctets(ATTRIBUTE.vendor_specific, Buffer.from(`00000137${'0b12'}${'5a'.repeat(16)}`, 'hex'));
    w.addOctets(ATTRIBUTE.vendor_specific, Buffer.concat([MS_CHAP_RESPONSE, Buffer.alloc(50, 9)]));
  }),
  request(() => undefined, { code: CODE.status_server }),
  request(by({ user_name: 'bob', class: 'c', vendor_specific: Buffer.from('00000009011331', 'hex') }), {
    code: CODE.coa_request,
  }),
];

const records = (): Buffer[] =>
  [1, 2, 3, 7, 8].map((status) =>
    accounting(
      status,
      by({
        ...ADDRESSES,
        user_name: 'bob',
        acct_session_id: `s${dice(50)}`,
        acct_session_time: dice(90_000),
        acct_input_octets: dice(2 ** 31),
        acct_output_gigawords: dice(4),
      }),
    ),
  );

const identity = (): Buffer =>
  request((w) => {
    by({ user_name: 'bob', ...ADDRESSES })(w);
    addEapMessage(
      w,
      encodeEap({ code: EAP_CODE.response, identifier: 1, type: EAP_TYPE.identity, data: Buffer.from('bob') }),
    );
  });

/** Answers to a challenge: the State is right, and what is said of EAP is anything. */
const replies = (challenge: Buffer): Buffer[] => {
  const [state] = valuesOf(challenge, ATTRIBUTE.state);
  const eap = Buffer.concat(valuesOf(challenge, ATTRIBUTE.eap_message));
  const said = (type: number, data: Buffer) =>
    request((w) => {
      by({ user_name: 'bob', state: state ?? Buffer.alloc(16) })(w);
      addEapMessage(w, encodeEap({ code: EAP_CODE.response, identifier: eap[1] ?? 0, type, data }));
    });
  const sizes = [0, 1, 5, 17, 60, 400];
  return [eap[4] ?? 0, EAP_TYPE.nak, EAP_TYPE.md5, EAP_TYPE.mschapv2, dice(256)].map((type) =>
    said(type, Buffer.from(Array.from({ length: any(sizes) }, () => dice(256)))),
  );
};

/** An Accept that lets somebody on: that of a Status-Server has no Class (RFC 5997 4.2), and ours to a log-in always has. */
const letsOn = (answer: Buffer): boolean =>
  answer[0] === CODE.access_accept && valuesOf(answer, ATTRIBUTE.class).length > 0;

/** Records that wait to be written. So many that there is no room for more are a reason to be silent, and not what is looked for here. */
const waiting = async (): Promise<number> => {
  const [value] = (await metrics.getSingleMetric('isp_radius_accounting_waiting')?.get())?.values ?? [];
  return value?.value ?? 0;
};
const MOST_WAITING = 5000;

/** Log-ins, accounting and status go on as ever, soon; of alice, for of bob the NAS says that he is online more often than he may. */
const probe = async (nas: NasSocket): Promise<void> => {
  const began = performance.now();
  expect(letsOn(await nas.ask('auth', request(pap('alice'))))).toBe(true);
  const status = request(() => undefined, { code: CODE.status_server });
  expect((await nas.ask('acct', status))[0]).toBe(CODE.accounting_response);
  expect(performance.now() - began).toBeLessThan(PROBE_MS);
};

test(
  'by UDP: nothing crashes, hangs or is let on, and nothing that is not signed is answered',
  async () => {
    const { ports } = server;
    const [evil, stranger, good] = [
      await NasSocket.open(ports),
      await NasSocket.open(ports),
      await NasSocket.open(ports),
    ];
    const before = process.memoryUsage().rss;
    const answers = new Map<number, number>();
    const asked = new Map<number, string>();
    try {
      for (let sent = 0; sent < PACKETS; sent += BATCH) {
        const challenge = await good.ask('auth', identity());
        expect(challenge[0]).toBe(CODE.access_challenge);
        const [logIns, told] = [[...refused(), ...replies(challenge)], records()];
        const [right, record] = [request(pap('alice')), any(told)];
        for (let i = 0; i < BATCH; i += 5) {
          for (const base of [any(logIns), any(logIns)]) {
            const packet = signed(mutated(base, dice), SECRET);
            asked.set(packet[1] ?? 0, `${packet.toString('hex')} ${asked.get(packet[1] ?? 0) ?? ''}`);
            evil.send('auth', packet);
          }
          evil.send('acct', signed(mutated(any(told), dice), SECRET));
          stranger.send('auth', dice(2) === 0 ? torn(right, dice) : torn(identity(), dice));
          stranger.send('acct', torn(record, dice));
        }
        if ((await waiting()) > MOST_WAITING) await eventually(async () => expect(await waiting()).toBe(0));
        await probe(good);
        for (const { octets } of evil.heard.splice(0)) {
          expect(letsOn(octets), `let on: ${octets.toString('hex')} by one of ${asked.get(octets[1] as number)}`).toBe(
            false,
          );
          answers.set(octets[0] as number, (answers.get(octets[0] as number) ?? 0) + 1);
        }
        expect(stranger.heard).toEqual([]);
        asked.clear();
      }
      const more = process.memoryUsage().rss - before;
      console.log(`${PACKETS} packets; answers by code ${JSON.stringify([...answers])}; ${more >> 20} MiB more memory`);
      for (const code of [CODE.access_reject, CODE.access_challenge, CODE.accounting_response])
        expect(answers.get(code)).toBeGreaterThan(PACKETS / 2000);
      expect(more).toBeLessThan(MORE_MEMORY);
    } finally {
      for (const socket of [evil, stranger, good]) socket.close();
    }
  },
  LONG_MS,
);

test(
  'by RadSec: a stream of anything ends its connection at most, and the next one is served',
  async () => {
    const port = await eventually(() => server.ports.radsec ?? Promise.reject(new Error('not listening')));
    let ended = 0;
    const connections = Math.ceil(PACKETS / 1000);
    for (let i = 0; i < connections; i++) {
      const client = await radsecClient({ port, ...edge });
      client.socket.on('error', () => undefined);
      const stream = Array.from({ length: 20 }, () =>
        signed(mutated(any([loginOf('bob', 'wrong'), recordOf('bob', 's', 1)]), dice), 'radsec'),
      );
      for (const packet of stream) client.send(packet);
      client.socket.end();
      await client.closed;
      ended++;
      expect(client.answers.filter(letsOn)).toEqual([]);
    }
    const client = await radsecClient({ port, ...edge });
    expect(letsOn((await client.ask(loginOf('alice'))) ?? Buffer.alloc(20))).toBe(true);
    await client.close();
    console.log(`${ended} connections of 20 packets`);
  },
  LONG_MS,
);

const ackOf = (asked: Buffer): Buffer => {
  const [view, writer, secret] = [viewOf(asked), new PacketWriter(), prepareSecret(Buffer.from(SECRET))];
  writer.beginResponse(CODE.coa_ack, view);
  return Buffer.from(writer.bytes.subarray(0, writer.finishResponse(view, secret)));
};

test(
  'answers to our CoA: only the one the NAS signed is believed',
  async () => {
    const nas = createSocket('udp4').bind(0, '127.0.0.1');
    await once(nas, 'listening');
    nas.on('message', (asked, from) => {
      const answer = Buffer.alloc(20);
      answer.set([CODE.coa_nak, asked[1] as number, 0, 20]);
      for (let i = 0; i < 20; i++) nas.send(torn(mutated(answer, dice), dice), from.port, from.address);
      nas.send(ackOf(asked), from.port, from.address);
    });
    const client = createCoaClient();
    try {
      for (let i = 0; i < Math.ceil(PACKETS / 1000); i++) {
        const { address, port } = nas.address();
        const asked = { kind: 'coa', address, port, secret: SECRET, key: `${i}`, attributes: Buffer.alloc(0) } as const;
        const answer = await client.ask({ ...asked, session: { acct_session_id: 's' } });
        expect(answer).toEqual({ outcome: 'ack', error_cause: null, attempts: 1 });
      }
    } finally {
      client.close();
      nas.close();
    }
  },
  LONG_MS,
);
