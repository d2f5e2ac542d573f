import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPool, sql } from '../../kernel/db.ts';
import { eventually, openRoom, type Room } from '../aaa.fixture.ts';
import type { SessionRecord } from '../core/record.ts';
import { POOL, writeCounters, writeRecords } from '../store/accounting.ts';
import { closeSilent } from '../store/sessions.ts';
import { Batcher } from './batcher.ts';
import { recordAt, T0, uuid } from './record.fixture.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
const MINUTE = 60_000;

let room: Room;
let pool: pg.Pool;
let batchers: Batcher[];

beforeEach(async () => {
  room = await openRoom();
  pool = createPool(room.database.url, 'batch', 4, POOL);
  batchers = [];
});
afterEach(async () => {
  for (const batcher of batchers) await batcher.stop();
  await pool.end();
  await room.database.drop();
});

const open = (limit?: number): Batcher => {
  const batcher = new Batcher({
    pool,
    log: room.database.kernel.log,
    lanes: 2,
    committed: () => undefined,
    ...(limit ? { limit } : {}),
  });
  batchers.push(batcher);
  return batcher;
};

const record = (
  name: string,
  kind: SessionRecord['kind'],
  minute: number,
  octets: bigint,
  change: Partial<SessionRecord> = {},
) => recordAt(room.nas_id, name, kind, minute, octets, change);

const put = (batcher: Batcher, one: Parameters<Batcher['add']>[0]): Promise<boolean> =>
  new Promise((done) => expect(batcher.add(one, done)).toBe(true));
const db = () => room.database.kernel.db;
const stored = (name: string) =>
  db().selectFrom('aaa.session').selectAll().where('id', '=', uuid(name)).executeTakeFirst();
const used = async (name?: string): Promise<[bigint, bigint]> => {
  const { rows } = await sql<{
    i: bigint;
    o: bigint;
  }>`select coalesce(sum(input_octets), 0)::bigint i, coalesce(sum(output_octets), 0)::bigint o
    from aaa.usage_quarter where session_id = ${name ? uuid(name) : null}::uuid or ${name === undefined}`.execute(db());
  return [rows[0]?.i ?? 0n, rows[0]?.o ?? 0n];
};

describe('one session', () => {
  test('Start, Interims, Stop: totals, and each quarter gets what its record brought', async () => {
    const batcher = open();
    for (const [kind, minute, octets] of [
      ['start', 0, 0n],
      ['interim', 10, 5n],
      ['interim', 20, 4_294_967_300n],
      ['stop', 31, 4_294_967_301n],
    ] as const)
      expect(await put(batcher, record('a', kind, minute, octets))).toBe(true);
    const row = await stored('a');
    expect([
      row?.input_octets,
      row?.output_octets,
      row?.session_s,
      row?.stopped_at,
      row?.closed_by,
      row?.username,
    ]).toEqual([4_294_967_301n, 42_949_673_010n, 1860, '2026-01-01T10:31:00.000Z', 'stop', 'u "a" \\ {}, NULL']);
    const quarters = await db()
      .selectFrom('aaa.usage_quarter')
      .select(['quarter_at', 'input_octets'])
      .orderBy('quarter_at')
      .execute();
    expect(quarters.map((q) => [q.quarter_at, q.input_octets])).toEqual([
      ['2026-01-01T10:00:00.000Z', 5n],
      ['2026-01-01T10:15:00.000Z', 4_294_967_295n],
      ['2026-01-01T10:30:00.000Z', 1n],
    ]);
  });

  test('a lower total never lowers, a repetition adds nothing (duty 92)', async () => {
    const batcher = open();
    for (const octets of [100n, 40n, 100n, 100n]) await put(batcher, record('a', 'interim', 5, octets));
    expect(await used('a')).toEqual([100n, 1000n]);
    expect((await stored('a'))?.input_octets).toBe(100n);
  });

  test('Stop before Start: stored closed, nothing reopens it, octets that come later still count (duty 95)', async () => {
    const batcher = open();
    await put(batcher, record('a', 'stop', 30, 70n));
    await put(batcher, record('a', 'start', 0, 0n));
    await put(batcher, record('a', 'interim', 20, 90n));
    const row = await stored('a');
    expect([row?.stopped_at, row?.started_at, row?.closed_by, row?.input_octets]).toEqual([
      '2026-01-01T10:30:00.000Z',
      '2026-01-01T10:00:00.000Z',
      'stop',
      90n,
    ]);
    expect(await used('a')).toEqual([90n, 900n]);
  });

  test('a NAS without Class that counts from the start again after a reboot begins a new session (duty 97)', async () => {
    const batcher = open();
    await put(batcher, record('a', 'start', 0, 0n));
    await put(batcher, record('a', 'stop', 30, 70n));
    const later = { started_ms: T0 + 60 * MINUTE, began_after_ms: T0 + 59 * MINUTE };
    await put(batcher, record('a', 'start', 60, 0n, later));
    await put(batcher, record('a', 'interim', 70, 9n, { ...later, session_s: 600 }));
    await put(batcher, record('a', 'stop', 30, 70n));
    const rows = await db()
      .selectFrom('aaa.session')
      .select(['started_at', 'stopped_at', 'input_octets'])
      .orderBy('started_at')
      .execute();
    expect(rows.map((r) => [r.started_at, r.stopped_at, r.input_octets])).toEqual([
      ['2026-01-01T10:00:00.000Z', '2026-01-01T10:30:00.000Z', 70n],
      ['2026-01-01T11:00:00.000Z', null, 9n],
    ]);
    expect(await used()).toEqual([79n, 790n]);
  });

  test('a session whose counters go on is the same one, though its NAS’s clock was set and it seems to have begun later', async () => {
    const batcher = open();
    await put(batcher, record('a', 'start', 0, 0n));
    await put(batcher, record('a', 'interim', 10, 70n, { session_s: 600 }));
    const later = { started_ms: T0 + 180 * MINUTE, began_after_ms: T0 + 179 * MINUTE };
    await put(batcher, record('a', 'interim', 200, 90n, { ...later, session_s: 1200 }));
    await put(batcher, record('a', 'stop', 205, 95n, { ...later, session_s: 1500 }));
    expect(await stored('a')).toMatchObject({ input_octets: 95n, session_s: 1500, closed_by: 'stop' });
    expect(await used()).toEqual([95n, 950n]);
  });

  test('and so it is when a clock that was wrong had us take it for gone meanwhile', async () => {
    const batcher = open();
    await put(batcher, record('a', 'start', 0, 0n));
    await put(batcher, record('a', 'interim', 10, 70n, { session_s: 600 }));
    await closeSilent(db(), '2026-01-01T13:10:00.000Z' as never);
    expect(await stored('a')).toMatchObject({ closed_by: 'stale' });
    const later = { started_ms: T0 + 180 * MINUTE, began_after_ms: T0 + 179 * MINUTE };
    await put(batcher, record('a', 'interim', 200, 90n, { ...later, session_s: 1200 }));
    expect(await stored('a')).toMatchObject({ input_octets: 90n, session_s: 1200, closed_by: null, stopped_at: null });
    expect(await used()).toEqual([90n, 900n]);
  });

  test('a restart closes what waited to be written when it came, however much, and nothing that began after it (duty 96)', async () => {
    const batcher = open();
    const started = Array.from({ length: 700 }, (_, i) => put(batcher, record(`before${i}`, 'start', 0, 0n)));
    const at_ms = T0 + MINUTE;
    const restarted = put(batcher, { kind: 'restart', nas_id: room.nas_id, client: '127.0.0.1', at_ms });
    const after = { started_ms: at_ms, heard_ms: at_ms, began_after_ms: at_ms - 2000 };
    const began = Array.from({ length: 50 }, (_, i) => put(batcher, record(`after${i}`, 'start', 1, 0n, after)));
    await Promise.all([...started, restarted, ...began]);
    const { rows } = await sql`select closed_by, count(*)::int as n from aaa.session group by 1 order by 2`.execute(
      db(),
    );
    expect(rows).toEqual([
      { closed_by: null, n: 50 },
      { closed_by: 'nas-restart', n: 700 },
    ]);
  });

  test('a restart of the NAS closes what began before, once, and a real Stop says it better (duty 96)', async () => {
    const batcher = open();
    await put(batcher, record('a', 'start', 0, 0n));
    await put(batcher, record('b', 'start', 0, 0n, { client: '127.0.0.2' }));
    const restart = { kind: 'restart', nas_id: room.nas_id, client: '127.0.0.1', at_ms: T0 + 10 * MINUTE } as const;
    await put(batcher, restart);
    await put(batcher, record('c', 'start', 10, 0n, { started_ms: T0 + 10 * MINUTE }));
    await put(batcher, restart);
    expect([(await stored('a'))?.closed_by, (await stored('b'))?.closed_by, (await stored('c'))?.closed_by]).toEqual([
      'nas-restart',
      null,
      null,
    ]);
    expect((await stored('a'))?.terminate_cause).toBe(11n);
    await put(batcher, record('a', 'stop', 8, 3n));
    expect([(await stored('a'))?.closed_by, (await stored('a'))?.stopped_at]).toEqual([
      'stop',
      '2026-01-01T10:08:00.000Z',
    ]);
  });
});

/** Numbers from 0 to 1 that the seed decides (mulberry32). */
const numbersFrom = (start: number) => {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** Sessions with growing octets, some of their records twice. */
const manyRecords = (random: () => number) => {
  const records: SessionRecord[] = [];
  const totals = new Map<string, bigint>();
  for (let s = 0; s < 120; s++) {
    let octets = 0n;
    for (let i = 0; i <= 6; i++) {
      octets += i === 0 ? 0n : BigInt(Math.floor(random() * 5e9));
      const one = record(`s${s}`, i === 0 ? 'start' : i === 6 ? 'stop' : 'interim', i * 7, octets);
      records.push(one, ...(random() < 0.4 ? [one] : []));
    }
    totals.set(`s${s}`, octets);
  }
  return { records, totals };
};

const tables = ['aaa.session', 'aaa.usage_quarter', 'aaa.usage_late', 'aaa.address_note'] as const;

/** What stands in the tables of accounting after this was done on empty ones, a line a row, and in order; of addresses noted twice, once. */
const after = async (work: () => Promise<unknown>): Promise<string[]> => {
  for (const table of tables) await sql`delete from ${sql.table(table)}`.execute(db());
  await work();
  const all: string[] = [];
  for (const table of tables) {
    const { rows } = await sql<{ row: string }>`select row_to_json(t)::text as row from ${sql.table(table)} t`.execute(
      db(),
    );
    all.push(...rows.map(({ row }) => `${table} ${row}`).sort());
  }
  return all;
};

/** Records of few sessions in disorder: with and without addresses, other ones now and then, counters that fall, clocks that jump. */
const oddRecords = (random: () => number): SessionRecord[] => {
  const some = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  return Array.from({ length: 80 }, (_, i) => {
    const minute = Math.floor(random() * 90);
    return record(
      some(['a', 'b', 'c']),
      random() < 0.1 ? 'start' : i > 60 && random() < 0.2 ? 'stop' : 'interim',
      minute,
      BigInt(minute),
      {
        framed_ip: random() < 0.8 ? '10.1.1.1' : some(['10.1.1.2', null]),
        client: random() < 0.9 ? '127.0.0.1' : '127.0.0.2',
        session_s: some([minute * 60, minute * 60, 0]),
        started_ms: T0 + some([0, 0, 0, 0, 0, -1000, 1000, 40 * MINUTE]),
        began_after_ms: some([T0 - 2000, T0 - 2000, null, T0 + 38 * MINUTE]),
      },
    );
  });
};

describe('an interim that tells nothing new but its counters', () => {
  test('ends in the same rows as when it is written whole, whatever came before it', async () => {
    console.log(`seed ${seed}`);
    const random = numbersFrom(seed);
    let repeated = 0;
    for (let round = 0; round < 12; round++) {
      const records = oddRecords(random);
      const whole = await after(async () => {
        for (const one of records) await writeRecords(pool, [one], true);
      });
      const shorter = await after(async () => {
        for (const one of records) {
          const left = one.kind === 'interim' ? await writeCounters(pool, [one], false) : [one];
          if (left.length === 0) repeated++;
          else await writeRecords(pool, left, false);
        }
      });
      expect(shorter).toEqual(whole);
    }
    expect(repeated).toBeGreaterThan(50);
  });

  test('of many, those are written whole that tell another address', async () => {
    const batcher = open();
    const all = (change: (i: number) => Partial<SessionRecord>, kind: SessionRecord['kind'], minute: number) =>
      Promise.all(
        Array.from({ length: 60 }, (_, i) => put(batcher, record(`n${i}`, kind, minute, BigInt(minute), change(i)))),
      );
    await all(() => ({}), 'start', 0);
    await all((i) => (i % 3 === 0 ? { framed_ip: '10.9.9.9' } : {}), 'interim', 5);
    const moved = await db()
      .selectFrom('aaa.session')
      .select((e) => e.fn.countAll<bigint>().as('n'))
      .where(sql<boolean>`framed_ip = '10.9.9.9' and input_octets = 5`)
      .executeTakeFirstOrThrow();
    expect(moved.n).toBe(20n);
    expect(await used()).toEqual([300n, 3000n]);
  });
});

describe('many at once', () => {
  test('two batchers, duplicates and disorder: every octet counted once (duty 92)', async () => {
    console.log(`seed ${seed}`);
    const random = numbersFrom(seed);
    const [one, two] = [open(), open()];
    const { records, totals } = manyRecords(random);
    const shuffled = records
      .map((r) => [random(), r] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, r]) => r);
    const done = await Promise.all(shuffled.map((r) => put(random() < 0.5 ? one : two, r)));
    expect(done.every(Boolean)).toBe(true);
    for (const [name, octets] of totals) {
      expect((await stored(name))?.input_octets).toBe(octets);
      expect(await used(name)).toEqual([octets, octets * 10n]);
    }
    expect(one.counts.batches + two.counts.batches).toBeLessThan(records.length / 4);
  });

  test('a backend killed in the middle: nothing is acknowledged that is not committed, and nothing is lost or doubled (duty 87)', async () => {
    const batcher = open();
    const acked: Promise<boolean>[] = [];
    const early: string[] = [];
    const killer = (async () => {
      for (let i = 0; i < 8; i++) {
        await new Promise((next) => setTimeout(next, 30));
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'isp-batch' and datname = current_database()`.execute(
          db(),
        );
      }
    })();
    for (let s = 0; s < 400; s++) {
      const name = `k${s}`;
      acked.push(put(batcher, record(name, 'interim', 5, BigInt(s + 1))));
      acked.at(-1)?.then(() => early.push(name));
      if (s % 10 === 0) await new Promise((next) => setTimeout(next, 5));
      if (s % 50 === 0) for (const name of early.splice(0)) expect(await stored(name)).toBeDefined();
    }
    await killer;
    expect((await Promise.all(acked)).every(Boolean)).toBe(true);
    expect(await used()).toEqual([80_200n, 802_000n]);
    expect(batcher.waiting).toBe(0);
    console.log(`failed writes: ${batcher.counts.failures}`);
  });

  test('a record PostgreSQL refuses is dropped alone; what cannot wait for want of room is refused', async () => {
    const batcher = open(300);
    const good = Array.from({ length: 99 }, (_, i) => put(batcher, record(`g${i}`, 'start', 0, 0n)));
    const bad = put(batcher, record('bad', 'start', 0, 0n, { framed_ip: 'not an address' }));
    expect((await Promise.all(good)).every(Boolean)).toBe(true);
    expect(await bad).toBe(false);
    await pool.query('lock table aaa.session in access exclusive mode').catch(() => undefined);
    const lock = await pool.connect();
    await lock.query('begin; lock table aaa.session in access exclusive mode');
    const waiting: Promise<boolean>[] = [];
    let refused = 0;
    for (let i = 0; i < 310; i++) {
      const one = record(`w${i}`, 'start', 0, 0n);
      waiting.push(
        new Promise((done) => {
          if (!batcher.add(one, done)) {
            refused++;
            done(false);
          }
        }),
      );
    }
    expect([refused, batcher.able]).toEqual([10, false]);
    await lock.query('rollback');
    lock.release();
    expect((await Promise.all(waiting)).filter(Boolean)).toHaveLength(300);
    await eventually(async () => batcher.able);
  });
});
