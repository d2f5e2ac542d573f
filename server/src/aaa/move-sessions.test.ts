import { instantFromEpochMs } from '@isp/values';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPool, sql } from '../kernel/db.ts';
import { drainJobs } from '../kernel/jobs.ts';
import { openRoom, type Room } from './aaa.fixture.ts';
import { Batcher } from './accounting/batcher.ts';
import { recordAt, T0, uuid } from './accounting/record.fixture.ts';
import type { RestartRecord, SessionRecord } from './core/record.ts';
import { moveSessions } from './move-sessions.ts';
import { queueMoves } from './queue-moves.ts';
import { closeSilent } from './store/sessions.ts';
import { dice, shuffled } from './wire.fixture.ts';

const SEED = Number.parseInt(process.env.MOVE_SEED ?? `${Date.now() % 100_000}`, 10);
const NAS = uuid('the NAS');
const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const after = (minutes: number) => instantFromEpochMs(T0 + minutes * MINUTE);
const LONG_AFTER = after(100_000);

/** A room whose batchers write, and what it has stored. */
class Books {
  readonly room: Room;
  readonly pool: pg.Pool;
  readonly batchers: readonly Batcher[];

  private constructor(room: Room, pool: pg.Pool, batchers: readonly Batcher[]) {
    this.room = room;
    this.pool = pool;
    this.batchers = batchers;
  }

  static async open(batchers: number): Promise<Books> {
    const room = await openRoom();
    const pool = createPool(room.database.url, 'batch', 6);
    const made = Array.from(
      { length: batchers },
      () => new Batcher({ pool, log: room.database.kernel.log, lanes: 2, committed: () => undefined }),
    );
    return new Books(room, pool, made);
  }

  get kernel() {
    return this.room.database.kernel;
  }

  put(record: SessionRecord | RestartRecord, by = 0): Promise<boolean> {
    return new Promise((done) => expect(this.batchers[by]?.add(record, done)).toBe(true));
  }

  move(before = LONG_AFTER): Promise<number> {
    return moveSessions(this.kernel, before);
  }

  async all(query: ReturnType<typeof sql>): Promise<unknown[]> {
    return (await query.execute(this.kernel.db)).rows;
  }

  async #lines(query: ReturnType<typeof sql>): Promise<string[]> {
    return (await this.all(query)).map((row) => Object.values(row as object).join(' '));
  }

  /** Sessions as the whole shows them, and what was used by quarter. */
  async state() {
    return {
      sessions: await this.#lines(
        sql`select id, account_id, started_at, heard_at, stopped_at, closed_by, session_s, input_octets, output_octets, began_after, terminate_cause, host(framed_ip) as framed_ip, told_mode
          from aaa.any_session order by id, account_id, started_at`,
      ),
      quarters: await this.#lines(
        sql`select session_id, quarter_at, input_octets, output_octets from aaa.usage_quarter order by 1, 2`,
      ),
      traffic: await this.#lines(
        sql`select quarter_at, sum(input_octets) as i, sum(output_octets) as o from aaa.traffic group by 1 order by 1`,
      ),
      late: await this.#lines(sql`select quarter_at, sum(input_octets) as i from aaa.usage_late group by 1 order by 1`),
    };
  }

  async twice(): Promise<unknown[]> {
    return this.all(sql`select id, account_id from aaa.any_session group by 1, 2 having count(*) > 1`);
  }

  async count(table: 'session' | 'session_history'): Promise<number> {
    const [row] = (await this.all(sql`select count(*)::int as n from ${sql.table(`aaa.${table}`)}`)) as { n: number }[];
    return row?.n ?? 0;
  }

  async close(): Promise<void> {
    for (const batcher of this.batchers) await batcher.stop();
    await this.pool.end();
    await this.room.database.drop();
  }
}

const opened: Books[] = [];
const open = async (batchers = 1): Promise<Books> => {
  const books = await Books.open(batchers);
  opened.push(books);
  return books;
};
afterEach(async () => {
  for (const books of opened.splice(0)) await books.close();
});

/** How a NAS says which session it means: our Class, a name that others had before, or our Class without any times. */
type Says = 'class' | 'name' | 'timeless';

/** One session's records, from a minute on: Start, Interims, perhaps a Stop. */
const life = (random: () => number, name: string, begun: number, says: Says): SessionRecord[] => {
  const idle = says === 'timeless' && random() < 0.3;
  const steps = idle ? 1 : 2 + Math.floor(random() * 5);
  const stops = idle || random() < 0.8;
  const from = { started_ms: T0 + begun * MINUTE, began_after_ms: says === 'name' ? T0 + begun * MINUTE - 2000 : null };
  let octets = 0n;
  return Array.from({ length: steps + 1 }, (_, i) => {
    octets += i === 0 || idle ? 0n : 1n + BigInt(Math.floor(random() * 5e9));
    const kind = i === 0 ? 'start' : i === steps && stops ? 'stop' : 'interim';
    return recordAt(NAS, name, kind, begun + i * 7, octets, { ...from, session_s: says === 'timeless' ? 0 : i * 420 });
  });
};

/** What a record without times comes to when it arrives. */
const undated = (record: SessionRecord, at: number): SessionRecord => ({
  ...record,
  started_ms: at,
  heard_ms: at,
  stopped_ms: record.stopped_ms && at,
});

const manyLives = (random: () => number) =>
  Array.from({ length: 60 }, (_, i) => {
    const says = (['class', 'name', 'timeless'] as const)[i % 3] ?? 'class';
    return {
      says,
      records: life(random, says === 'name' ? `again ${i % 8}` : `own ${i}`, Math.floor(random() * 6000), says),
    };
  });

/** What comes when: records now and then late by up to six days or twice, and a NAS that restarts. */
const story = (random: () => number) => {
  const late = (at: number) => at + (random() < 0.3 ? Math.floor(random() * 6 * DAY_MS) : 0);
  const told = manyLives(random).flatMap(({ says, records }) =>
    records
      .flatMap((record) => (random() < 0.3 ? [record, record] : [record]))
      .map((record) => ({ record, at: late(record.heard_ms) }))
      .map(({ record, at }) => ({
        at,
        record: says === 'timeless' && record.kind !== 'start' ? undated(record, at) : record,
      })),
  );
  const restarts = Array.from({ length: 4 }, () => T0 + Math.floor(random() * 6000) * MINUTE).map((at_ms) => ({
    at: late(at_ms),
    record: { kind: 'restart' as const, nas_id: NAS, client: '127.0.0.1', at_ms },
  }));
  return [...told, ...restarts].sort((a, b) => a.at - b.at);
};

describe('what is told of sessions', () => {
  test(`is the same whenever they are moved (MOVE_SEED=${SEED})`, async () => {
    const random = dice(SEED);
    const [still, moving] = [await open(), await open()];
    let moved = 0;
    for (const { record, at } of story(random)) {
      for (const books of [still, moving]) expect(await books.put(record)).toBe(true);
      if (random() < 0.1)
        for (const books of [still, moving]) await closeSilent(books.kernel.db, instantFromEpochMs(at - 30 * MINUTE));
      if (random() < 0.2) moved += await moving.move(instantFromEpochMs(at));
    }
    expect(await moving.state()).toEqual(await still.state());
    expect(await moving.twice()).toEqual([]);
    expect(await still.count('session_history')).toBe(0);
    expect(moved).toBeGreaterThan(await moving.count('session_history'));
    expect(moving.batchers[0]?.counts.recalled).toBeGreaterThan(0);
  });

  test(`every octet counts once while two write, in any order, and two move (MOVE_SEED=${SEED})`, async () => {
    const random = dice(SEED);
    const books = await open(2);
    const lives = Array.from({ length: 120 }, (_, i) =>
      life(random, `s${i}`, i % 60, random() < 0.5 ? 'class' : 'name').map((r) => ({
        ...r,
        began_after_ms: r.began_after_ms && T0 - 2000,
      })),
    );
    const told = shuffled([...lives.flat(), ...lives.flat().filter(() => random() < 0.4)], random);
    let going = true;
    let moved = 0;
    const mover = async () => {
      while (going) {
        const some = await books.move();
        moved += some;
      }
    };
    const movers = [mover(), mover()];
    for (let i = 0; i < told.length; i += 40)
      await Promise.all(told.slice(i, i + 40).map((record) => books.put(record, random() < 0.5 ? 0 : 1)));
    going = false;
    await Promise.all(movers);
    expect(await books.twice()).toEqual([]);
    const last = new Map(lives.map((life) => [life[0]?.id, life.at(-1)?.input_octets]));
    const stored = (await books.all(sql`select id, input_octets from aaa.any_session`)) as {
      id: string;
      input_octets: bigint;
    }[];
    const used = (await books.all(
      sql`select session_id as id, sum(input_octets)::bigint as input_octets from aaa.usage_quarter group by 1`,
    )) as typeof stored;
    expect(new Map(stored.map((s) => [s.id, s.input_octets]))).toEqual(last);
    expect(new Map(used.map((s) => [s.id, s.input_octets]))).toEqual(last);
    const recalled = books.batchers.reduce((sum, batcher) => sum + batcher.counts.recalled, 0);
    expect(recalled).toBeGreaterThan(0);
    expect(moved - recalled).toBe(await books.count('session_history'));
    console.log(`moved ${moved}, of them came back ${recalled}`);
  });
});

describe('moving', () => {
  let books: Books;
  const closed = (name: string, minute: number) =>
    books.put(recordAt(books.room.nas_id, name, 'stop', minute, 5n, { began_after_ms: null }));
  const names = async (table: string) =>
    (
      (await books.all(
        sql`select convert_from(acct_session_id, 'utf8') as name from ${sql.table(table)} order by 1`,
      )) as { name: string }[]
    ).map(({ name }) => name);
  beforeEach(async () => {
    books = await open();
  });

  test('goes by the schedule an hour after the end, into the month of the end; the next month is there before it begins', async () => {
    await closed('january', 10);
    await closed('february', 40 * 1440);
    await books.put(recordAt(books.room.nas_id, 'open', 'start', 0, 0n));
    await books.room.database.at(after(65));
    await queueMoves(books.kernel, after(65));
    await drainJobs(books.kernel);
    expect(await books.count('session_history')).toBe(0);
    await queueMoves(books.kernel, after(71));
    await drainJobs(books.kernel);
    expect(await names('aaa.session_history_202601')).toEqual(['january']);
    expect(await names('aaa.session_history_202602')).toEqual([]);
    await queueMoves(books.kernel, after(50 * 1440));
    await drainJobs(books.kernel);
    expect(await names('aaa.session_history_202602')).toEqual(['february']);
    expect(await names('aaa.session')).toEqual(['open']);
    expect(await names('aaa.any_session')).toEqual(['february', 'january', 'open']);
  });

  test('leaves what was heard of lately, and a late Start finds its session that is gone', async () => {
    await closed('a', 10);
    await books.put(recordAt(books.room.nas_id, 'a', 'interim', 30, 9n, { began_after_ms: null }));
    expect(await books.move(after(20))).toBe(0);
    expect(await books.move(after(31))).toBe(1);
    await books.put(
      recordAt(books.room.nas_id, 'a', 'start', -5, 0n, { began_after_ms: null, started_ms: T0 - 5 * MINUTE }),
    );
    expect(await books.all(sql`select started_at, closed_by, input_octets from aaa.session`)).toEqual([
      { started_at: after(-5), closed_by: 'stop', input_octets: 9n },
    ]);
    expect(await books.count('session_history')).toBe(0);
  });

  test('waits for nobody: a session that somebody writes is moved another time', async () => {
    await closed('held', 10);
    await closed('free', 10);
    const client = await books.pool.connect();
    await client.query('begin');
    await client.query(`select from aaa.session where id = $1 for update`, [uuid('held')]);
    expect(await books.move()).toBe(1);
    expect(await names('aaa.session')).toEqual(['held']);
    await client.query('rollback');
    client.release();
    expect(await books.move()).toBe(1);
  });

  test('is all or nothing: cut off between the two tables nothing is gone, and the next run moves it; two at once move each once', async () => {
    for (let i = 0; i < 60; i++) await closed(`s${i}`, 10);
    await books.move(after(-100));
    await sql`create function cut() returns trigger language plpgsql as $$ begin raise exception 'cut off'; end $$`.execute(
      books.kernel.db,
    );
    await sql`create trigger cut after insert on aaa.session_history for each row execute function cut()`.execute(
      books.kernel.db,
    );
    await expect(books.move()).rejects.toThrow('cut off');
    expect([await books.count('session'), await books.count('session_history')]).toEqual([60, 0]);
    await sql`drop trigger cut on aaa.session_history`.execute(books.kernel.db);
    const both = await Promise.all([books.move(), books.move()]);
    expect(both.reduce((a, b) => a + b, 0)).toBe(60);
    expect(await books.all(sql`select moved from aaa.session_move`)).toEqual([{ moved: 60n }]);
    expect(await books.twice()).toEqual([]);
  });

  test('a partition that was taken out and not dropped gives way to a new one', async () => {
    await closed('a', 10);
    await books.move();
    await sql`alter table aaa.session_history detach partition aaa.session_history_202601`.execute(books.kernel.db);
    await closed('b', 10);
    expect(await books.move()).toBe(1);
    expect(await names('aaa.session_history')).toEqual(['b']);
  });
});
