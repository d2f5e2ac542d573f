import { randomUUID } from 'node:crypto';
import { addMs, type Instant, instant } from '@isp/values';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openRoom, type Room, type Someone } from '../aaa/aaa.fixture.ts';
import { sql } from '../kernel/db.ts';
import { usageChart } from '../views/usage-chart.ts';
import { rollUpUsage } from './roll-up-usage.ts';
import { chanceOf, rawUsage, recordOf, stretch, write } from './usage-history.fixture.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
const HOUR = 3_600_000;
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati'];
const BUCKETS = ['hour', 'day', 'month'] as const;

let room: Room;
const open = async () => {
  room = await openRoom();
};
const close = () => room.database.drop();

const live = async (name: string, zone: string): Promise<Someone> => {
  const one = await room.subscriber(name);
  await sql`update crm.account set zone = ${zone} where id = ${one.account_id}`.execute(room.database.kernel.db);
  return one;
};

const chart = (one: Someone, bucket: (typeof BUCKETS)[number], from: string, to: string) =>
  room.database.run((ctx) =>
    usageChart(ctx, { account_id: one.account_id, bucket, from: instant(from), to: instant(to) }),
  );

const rows = async (table: string): Promise<unknown[]> =>
  (await sql`select * from ${sql.table(table)} order by 1, 2, 3, 4`.execute(room.database.kernel.db)).rows;

const everything = async () => ({
  hours: await rows('aaa.usage_hour'),
  days: await rows('aaa.usage_day'),
  months: await rows('aaa.usage_month'),
});

const traffic = async () =>
  (
    await sql`
      select coalesce(t.quarter_at, u.quarter_at) as at, t.i as tallied, u.i as raw from
        (select quarter_at, sum(input_octets + output_octets) as i from aaa.traffic group by 1) t
        full join (select quarter_at, sum(input_octets + output_octets) as i from aaa.usage_quarter group by 1) u using (quarter_at)
      where t.i is distinct from u.i`.execute(room.database.kernel.db)
  ).rows;

describe(`random histories (FC_SEED=${seed})`, () => {
  beforeAll(open);
  afterAll(close);

  const differing = async (people: readonly Someone[], zones: readonly string[]): Promise<string[]> => {
    const wrong: string[] = [];
    for (const [i, one] of people.entries())
      for (const bucket of BUCKETS) {
        // A chart has at most 1,500 buckets: 59 days of hours, from a week before the first record to ten days after the last stretch begins.
        const from = bucket === 'hour' ? '2026-02-12T00:00:00Z' : '2026-02-01T00:00:00Z';
        const { items } = await chart(
          one,
          bucket,
          from,
          bucket === 'hour' ? '2026-04-12T00:00:00Z' : '2026-05-01T00:00:00Z',
        );
        const raw = await rawUsage(room.database, one.account_id, bucket, zones[i] ?? 'UTC');
        if (JSON.stringify(items, text) !== JSON.stringify(raw, text)) wrong.push(`${one.username} by ${bucket}`);
      }
    return wrong;
  };
  const text = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);

  test('charts by hour, day and month equal the sums of the quarters at any moment, whatever comes late, twice or out of order', async () => {
    console.log(`seed ${seed}`);
    const chance = chanceOf(seed);
    const people: Someone[] = [];
    for (const [i, zone] of ZONES.entries()) people.push(await live(`user${i}`, zone));
    let at = instant('2026-02-20T00:00:00Z');
    const end = instant('2026-03-31T00:00:00Z');
    while (at < end) {
      const hours = chance() < 0.5 ? 1 + chance() * 3 : 12 + chance() * 60;
      await write(
        room.database,
        stretch(chance, people, room.nas_id, { from: at, hours, count: Math.ceil(hours) + 5 }),
      );
      expect(await differing(people, ZONES)).toEqual([]);
      at = addMs(at, Math.floor(hours * HOUR));
      if (chance() < 0.7) await rollUpUsage(room.database.kernel, at);
      expect(await differing(people, ZONES)).toEqual([]);
      if (chance() < 0.3) await sql`select kernel.fold_tallies()`.execute(room.database.kernel.db);
      expect(await traffic()).toEqual([]);
    }
    await rollUpUsage(room.database.kernel, at);
    expect(await differing(people, ZONES)).toEqual([]);
    const { rows: left } = await sql`select from aaa.usage_late`.execute(room.database.kernel.db);
    expect(left).toEqual([]);
    const { hours, days, months } = await everything();
    expect([hours.length > 100, days.length > 50, months.length >= 5]).toEqual([true, true, true]);
  }, 240_000);
});

describe('rolling up', () => {
  let one: Someone;
  beforeEach(async () => {
    await open();
    one = await live('ann', 'Europe/Berlin');
  });
  afterEach(close);
  const use = (heard_at: string, octets: bigint, id = randomUUID()) =>
    write(room.database, [recordOf(one, room.nas_id, { id, heard_at: instant(heard_at), octets })]);
  const roll = (at: string) => rollUpUsage(room.database.kernel, instant(at));
  const octets = async (bucket: (typeof BUCKETS)[number]) =>
    (await chart(one, bucket, '2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z')).items.map((i) => [i.at, i.input_octets]);

  test('a day is the account’s own, an hour is of UTC', async () => {
    await use('2026-01-31T22:30:00Z', 1n);
    await use('2026-01-31T23:30:00Z', 10n);
    await roll('2026-02-02T00:00:00Z');
    expect(await octets('hour')).toEqual([
      ['2026-01-31T22:00:00.000Z', 1n],
      ['2026-01-31T23:00:00.000Z', 10n],
    ]);
    expect(await octets('day')).toEqual([
      ['2026-01-30T23:00:00.000Z', 1n],
      ['2026-01-31T23:00:00.000Z', 10n],
    ]);
    expect(await octets('month')).toEqual([
      ['2025-12-31T23:00:00.000Z', 1n],
      ['2026-01-31T23:00:00.000Z', 10n],
    ]);
    const { days, months } = await everything();
    expect([days.length, months.length]).toEqual([2, 1]);
  });

  test('a quarter that grows after its month was stored is counted at once, and once when it is summed anew', async () => {
    const id = randomUUID();
    await use('2026-01-31T20:30:00Z', 5n, id);
    await roll('2026-02-03T00:00:00Z');
    await use('2026-01-31T20:40:00Z', 8n, id);
    for (const bucket of BUCKETS)
      expect(
        (await octets(bucket)).map(([, n]) => n),
        bucket,
      ).toEqual([8n]);
    expect(await rows('aaa.usage_late')).toHaveLength(1);
    await roll('2026-02-03T00:00:00Z');
    for (const bucket of BUCKETS)
      expect(
        (await octets(bucket)).map(([, n]) => n),
        bucket,
      ).toEqual([8n]);
    expect(await rows('aaa.usage_late')).toEqual([]);
    expect(await everything()).toMatchObject({
      hours: [{ input_octets: 8n }],
      days: [{ input_octets: 8n }],
      months: [{ input_octets: 8n }],
    });
  });

  test('run twice, or twice at once while records come, the rows are those of one run', async () => {
    for (let i = 0; i < 40; i++) await use(addMs('2026-01-05T00:00:00.000Z' as Instant, i * 2 * HOUR), 7n);
    const writing = (async () => {
      for (let i = 0; i < 40; i++) await use(addMs('2026-01-05T00:30:00.000Z' as Instant, i * 2 * HOUR), 3n);
    })();
    await Promise.all([roll('2026-01-10T00:00:00Z'), roll('2026-01-10T00:00:00Z'), writing]);
    await Promise.all([roll('2026-01-10T00:00:00Z'), roll('2026-01-10T00:00:00Z')]);
    const once = await everything();
    expect((await octets('month')).map(([, n]) => n)).toEqual([400n]);
    expect(await rows('aaa.usage_late')).toEqual([]);
    await roll('2026-01-10T00:00:00Z');
    expect(await everything()).toEqual(once);
    await sql`update aaa.rollup set rolled_to = '2026-01-01T00:00:00Z'`.execute(room.database.kernel.db);
    await roll('2026-01-10T00:00:00Z');
    expect(await everything()).toEqual(once);
  });

  test('cut off in its middle, the next run stores the rest, and charts are right meanwhile', async () => {
    const bob = await live('bob', 'UTC');
    for (const who of [one, bob])
      await write(room.database, [
        recordOf(who, room.nas_id, { id: randomUUID(), heard_at: instant('2026-01-05T10:05:00Z'), octets: 9n }),
      ]);
    const { db } = room.database.kernel;
    const last = one.account_id > bob.account_id ? one : bob;
    await sql`create function pg_temp_break() returns trigger language plpgsql as $$ begin
      if new.account_id = ${sql.lit(last.account_id)} then raise exception 'cut off'; end if; return new; end $$`.execute(
      db,
    );
    await sql`create trigger cut before insert on aaa.usage_hour for each row execute function pg_temp_break()`.execute(
      db,
    );
    await expect(roll('2026-01-06T00:00:00Z')).rejects.toThrow('cut off');
    expect((await octets('day')).map(([, n]) => n)).toEqual([9n]);
    await sql`drop trigger cut on aaa.usage_hour`.execute(db);
    await roll('2026-01-06T00:00:00Z');
    expect((await everything()).hours).toHaveLength(2);
    expect((await octets('day')).map(([, n]) => n)).toEqual([9n]);
  });

  test('what was being written while its hour was claimed is in it', async () => {
    const slow = await room.database.kernel.pool.connect();
    await slow.query('begin');
    await slow.query(
      `insert into aaa.usage_quarter values ($1, $2, '2026-01-05T10:00:00Z', gen_random_uuid(), 6, 60)`,
      [one.account_id, one.subscription_id],
    );
    const rolling = roll('2026-01-06T00:00:00Z');
    await new Promise((done) => setTimeout(done, 300));
    expect((await everything()).hours).toEqual([]);
    await slow.query('commit');
    slow.release();
    await rolling;
    expect((await octets('hour')).map(([, n]) => n)).toEqual([6n]);
  });

  test('an account that moves to another zone keeps every octet once', async () => {
    await use('2026-01-31T22:30:00Z', 1n);
    await roll('2026-01-31T23:00:00Z');
    const move = (zone: string) =>
      sql`update crm.account set zone = ${zone} where id = ${one.account_id}`.execute(room.database.kernel.db);
    await move('Pacific/Kiritimati');
    const total = async (bucket: (typeof BUCKETS)[number]) =>
      (await octets(bucket)).reduce((sum, [, n]) => sum + (n as bigint), 0n);
    for (const bucket of BUCKETS) expect(await total(bucket), bucket).toBe(1n);
    await use('2026-02-01T12:30:00Z', 2n);
    await use('2026-01-31T22:35:00Z', 4n);
    await roll('2026-02-02T12:00:00Z');
    await move('Pacific/Niue');
    await use('2026-02-02T12:30:00Z', 8n);
    await use('2026-02-01T12:31:00Z', 16n);
    for (const bucket of BUCKETS) expect(await total(bucket), bucket).toBe(31n);
    await roll('2026-02-02T13:00:00Z');
    for (const bucket of BUCKETS) expect(await total(bucket), bucket).toBe(31n);
    await roll('2026-02-20T13:00:00Z');
    for (const bucket of BUCKETS) expect(await total(bucket), bucket).toBe(31n);
  });
});
