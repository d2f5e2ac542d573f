/**
 * A bad path between a NAS and us (F7 of the reliability figures): of the datagrams each way a fifth is lost, a tenth doubled, one in twenty corrupted, all are up to
 * 80 ms late and so out of order. `FAULT_SESSIONS=1000 FAULT_SEED=7` makes it larger, with other dice.
 */
import { PacketView, parsePacket, prepareSecret, verifyResponse } from '@isp/radius';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { openRoom, type Room, SECRET } from '../src/aaa/aaa.fixture.ts';
import { type RadiusServer, startRadius } from '../src/aaa/udp.ts';
import { eventually } from './eventually.ts';
import { LossyPath } from './lossy-path.ts';
import { seeded, wrongly } from './stream.ts';

const SESSIONS = Number.parseInt(process.env.FAULT_SESSIONS ?? '120', 10);
const FIRST = Number.parseInt(process.env.FAULT_SEED ?? String(Date.now() % 1_000_000), 10);
const USERS = 20;
const BADNESS = { lost: 0.2, doubled: 0.1, corrupted: 0.05, late_ms: 80 };
const LONG_MS = 60_000 + 400 * SESSIONS;

let room: Room;
let server: RadiusServer;

beforeAll(async () => {
  room = await openRoom();
  for (let i = 0; i < USERS; i++) await room.subscriber(`user-${i}`);
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await room?.database.drop();
});

/** Keeps every request and every answer, and tells which answer belongs to which request by the authenticators. */
class Witness {
  readonly #requests = new Map<string, Map<string, Buffer>>();
  readonly #answers = new Map<string, Set<string>>();
  readonly #view = new PacketView();
  readonly #secret = prepareSecret(Buffer.from(SECRET));
  strange = 0;

  see = (way: 'up' | 'down', datagram: Buffer, nasPort: number): void => {
    const octets = Buffer.from(datagram);
    const place = `${nasPort} ${octets[1]}`;
    if (way === 'up') {
      const known = this.#requests.get(place) ?? new Map<string, Buffer>();
      known.set(octets.toString('hex', 4, 20), octets);
      this.#requests.set(place, known);
      return;
    }
    const asked = [...(this.#requests.get(place)?.values() ?? [])].find((request) => this.#isAnswer(octets, request));
    if (asked === undefined) this.strange++;
    else this.#keep(asked.toString('hex', 0, 20), octets.toString('hex'));
  };

  #isAnswer(answer: Buffer, request: Buffer): boolean {
    return (
      parsePacket(this.#view, answer) === undefined && verifyResponse(this.#view, request, this.#secret) === undefined
    );
  }

  #keep(request: string, answer: string): void {
    const known = this.#answers.get(request) ?? new Set<string>();
    this.#answers.set(request, known.add(answer));
  }

  /** Requests that were answered, and those that got more than one answer. */
  get answered(): { readonly requests: number; readonly twice: number } {
    const all = [...this.#answers.values()];
    return { requests: all.length, twice: all.filter((answers) => answers.size > 1).length };
  }
}

const logIns = async (outcome: 'accept' | 'reject'): Promise<number> => {
  const { n } = await room.database.kernel.db
    .selectFrom('aaa.login')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('outcome', '=', outcome)
    .executeTakeFirstOrThrow();
  return Number(n);
};

/** A session from its log-in to its Stop, with records that are under way at once. */
const live = async (nas: FakeNas, number: number, random: () => number): Promise<FakeSession> => {
  const name = `user-${number % USERS}`;
  const station = `02-00-00-00-${(number >> 8).toString(16).padStart(2, '0')}-${(number & 255).toString(16).padStart(2, '0')}`;
  const { outcome, session } = await nas.login(name, `pw-${name}`, { calling_station_id: station });
  if (!session) throw new Error(`session ${number}: ${outcome}`);
  const records = [nas.start(session)];
  for (let i = 0; i < 3; i++)
    records.push(
      nas.interim(session, { output_octets: session.output_octets + BigInt(1 + Math.floor(random() * 1e9)) }),
    );
  records.push(nas.stop(session, { output_octets: session.output_octets + 1n }));
  expect(await Promise.all(records)).not.toContain(false);
  return session;
};

/** So few at once that no identifier of the NAS comes round while a copy of its last request is on the way. */
const AT_ONCE = 50;

const inTurns = async (many: number, work: (number: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const go = async (): Promise<void> => {
    while (next < many) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, go));
};

test.for([FIRST, FIRST + 1, FIRST + 2])(
  'seed %i: every session is stored once and exactly, each log-in has one answer, and no wrong password is let on',
  { timeout: LONG_MS },
  async (seed) => {
    console.log(`FAULT_SEED=${seed} FAULT_SESSIONS=${SESSIONS}`);
    const random = seeded(seed);
    const [atLogIn, atAccounting] = [new Witness(), new Witness()];
    const auth = await LossyPath.to(server.ports.auth, BADNESS, random, atLogIn.see);
    const acct = await LossyPath.to(server.ports.acct, BADNESS, random, atAccounting.see);
    const nas = await FakeNas.open({
      secret: SECRET,
      server: { auth_port: auth.port, acct_port: acct.port },
      retry_ms: 300,
      tries: 60,
    });
    try {
      const before = { accept: await logIns('accept'), reject: await logIns('reject') };
      const sessions: FakeSession[] = [];
      await inTurns(SESSIONS, async (number) => {
        const refused = nas.login(`user-${number % USERS}`, 'wrong');
        sessions.push(await live(nas, number, random));
        expect((await refused).outcome).toBe('reject');
      });
      expect(await wrongly(room.database.url, sessions)).toEqual([]);
      expect(atLogIn.answered).toEqual({ requests: 2 * SESSIONS, twice: 0 });
      expect(atAccounting.answered).toEqual({ requests: 5 * SESSIONS, twice: 0 });
      expect([atLogIn.strange, atAccounting.strange]).toEqual([0, 0]);
      await eventually(async () => {
        const after = { accept: await logIns('accept'), reject: await logIns('reject') };
        expect([after.accept - before.accept, after.reject - before.reject]).toEqual([SESSIONS, SESSIONS]);
      });
      for (const { lost, doubled, corrupted } of [auth.counts, acct.counts])
        expect(Math.min(lost, doubled, corrupted)).toBeGreaterThan(0);
      console.log(`log-ins ${JSON.stringify(auth.counts)}, accounting ${JSON.stringify(acct.counts)}`);
    } finally {
      await nas.close();
      auth.close();
      acct.close();
    }
  },
);
