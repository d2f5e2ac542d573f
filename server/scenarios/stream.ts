/** Accounting that flows without pause from many sessions of a fake NAS, and what of it was acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { query } from '../src/kernel/postgres/postgres.fixture.ts';
import { eventually } from './eventually.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

interface Stored {
  readonly acct_session_id: string;
  readonly octets: string;
  readonly quarters: string;
  readonly closed_by: string | null;
}

const storedSessions = async (url: string): Promise<Map<string, Stored[]>> => {
  const rows = (await query(
    url,
    `select convert_from(s.acct_session_id, 'UTF8') as acct_session_id, s.output_octets::text as octets, s.closed_by,
      coalesce((select sum(u.output_octets) from aaa.usage_quarter u where u.account_id = s.account_id and u.session_id = s.id), 0)::text as quarters
    from aaa.any_session s`,
  )) as unknown as Stored[];
  return Map.groupBy(rows, (r) => r.acct_session_id);
};

/** Waits until what is in the journal of accounting now is written. */
const journalWritten = async (url: string): Promise<void> => {
  const [last] = await query(url, 'select max(id::text) as id from aaa.record_journal where refused is null');
  if (last?.id === null || last?.id === undefined) return;
  await eventually(async () => {
    const left = await query(
      url,
      `select 1 from aaa.record_journal where refused is null and id::text <= '${last.id}'`,
    );
    if (left.length > 0) throw new Error(`${left.length} rows of acknowledged records are not written yet`);
  });
};

/** Sends about `per_s` interim records a second for as long as it runs; each is repeated by the NAS until it is acknowledged. */
export class Stream {
  readonly #nas: FakeNas;
  readonly #sessions: readonly FakeSession[];
  readonly #random: () => number;
  /** What the NAS may count on: the most octets of a session that were acknowledged. */
  readonly #floor = new Map<string, bigint>();
  readonly #waiting = new Set<Promise<void>>();
  #running = true;
  /** When the latest of the records that are acknowledged was first sent. */
  #latest = 0;
  #done: Promise<void>;
  sent = 0;
  acknowledged = 0;
  lost = 0;

  constructor(nas: FakeNas, sessions: readonly FakeSession[], perSecond: number, random: () => number) {
    this.#nas = nas;
    this.#sessions = sessions;
    this.#random = random;
    this.#done = this.#flow(1000 / perSecond);
  }

  async #flow(everyMs: number): Promise<void> {
    let due = performance.now();
    for (let i = 0; this.#running; i++) {
      const session = this.#sessions[i % this.#sessions.length];
      if (session) this.#send(session);
      due += everyMs;
      const wait = due - performance.now();
      if (wait > 0) await sleep(wait);
    }
  }

  #send(session: FakeSession): void {
    const octets = session.output_octets + BigInt(1 + Math.floor(this.#random() * 1_000_000));
    const at = performance.now();
    this.sent++;
    const asked = this.#nas.interim(session, { output_octets: octets }).then((isStored) => {
      this.#waiting.delete(asked);
      if (!isStored) {
        this.lost++;
        return;
      }
      this.acknowledged++;
      this.#latest = Math.max(this.#latest, at);
      const floor = this.#floor.get(session.acct_session_id) ?? 0n;
      if (octets > floor) this.#floor.set(session.acct_session_id, octets);
    });
    this.#waiting.add(asked);
  }

  /** Milliseconds from now until a record that is sent from now on is acknowledged. */
  async answered(): Promise<number> {
    const from = performance.now();
    while (this.#latest < from) {
      if (performance.now() - from > 60_000) throw new Error('nothing was acknowledged for a minute');
      await sleep(5);
    }
    return performance.now() - from;
  }

  /** Sessions of which less is stored than was acknowledged, once what was acknowledged in a peak is written: there must be none, at any moment. */
  async missing(url: string): Promise<string[]> {
    const floor = new Map(this.#floor);
    await journalWritten(url);
    const stored = await storedSessions(url);
    return [...floor]
      .filter(([id, octets]) => BigInt(stored.get(id)?.[0]?.octets ?? -1) < octets)
      .map(([id, octets]) => `${id}: ${octets} acknowledged, ${stored.get(id)?.[0]?.octets} stored`);
  }

  /** Sends no more. */
  halt(): void {
    this.#running = false;
  }

  /** Sends no more, and waits until the NAS has an answer to everything. */
  async end(): Promise<void> {
    this.halt();
    await this.#done;
    await Promise.all(this.#waiting);
  }
}

/** What is wrong with how ended sessions are stored: each once, its octets exact, the same sum in its quarters, closed by its Stop. */
export const wrongly = async (url: string, sessions: readonly FakeSession[]): Promise<string[]> => {
  await journalWritten(url);
  const stored = await storedSessions(url);
  return sessions.flatMap((session) => {
    const rows = stored.get(session.acct_session_id) ?? [];
    const [row] = rows;
    const is = `${rows.length} rows, ${row?.octets} octets, ${row?.quarters} in quarters, closed by ${row?.closed_by}`;
    const octets = String(session.output_octets);
    const isRight = rows.length === 1 && row?.octets === octets && row.quarters === octets && row.closed_by === 'stop';
    return isRight ? [] : [`${session.acct_session_id} of ${octets} octets: ${is}`];
  });
};
