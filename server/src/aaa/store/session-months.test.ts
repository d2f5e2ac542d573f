import { instant } from '@isp/values';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sql } from '../../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { makeMonths } from './session-history.ts';
import { forgetSessionMonths, sessionCounts, sessionMonths } from './session-months.ts';

let database: TestDatabase;
const db = () => database.kernel.db;
const JANUARY = instant('2026-01-15T00:00:00Z');
const MARCH = instant('2026-03-01T00:00:00Z');

beforeEach(async () => {
  database = await testDatabase();
  await makeMonths(db(), [JANUARY, instant('2026-02-01T00:00:00Z'), MARCH, JANUARY]);
  await sql`insert into aaa.session_history (account_id, id, subscription_id, nas_id, started_at, heard_at, stopped_at, input_octets, output_octets, session_s, closed_by, username, acct_session_id, client)
    select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), at, at, at, 1, 1, 0, 'stop', 'u', '', '127.0.0.1'
    from unnest('{2026-01-01T00:00:00Z,2026-01-31T23:59:59.999Z,2026-02-01T00:00:00Z,2026-03-01T00:00:00Z}'::timestamptz[]) at`.execute(
    db(),
  );
});
afterEach(() => database.drop());

const months = async () => (await sessionMonths(db())).map((month) => month.month_on);

test('months of UTC, with what each takes; those that were over before a moment are dropped', async () => {
  await sql`analyze aaa.session_history`.execute(db());
  const all = await sessionMonths(db());
  expect(all.map(({ month_on, sessions }) => [month_on, sessions])).toEqual([
    ['2026-03-01', 1n],
    ['2026-02-01', 1n],
    ['2026-01-01', 2n],
  ]);
  for (const { octets } of all) expect(octets).toBeGreaterThan(8192n);
  expect(await sessionCounts(db())).toMatchObject({ oldest_s: Date.parse('2026-01-01T00:00:00Z') / 1000 });
  expect(await forgetSessionMonths(db(), instant('2026-01-31T23:59:59Z'))).toBe(0);
  expect(await forgetSessionMonths(db(), instant('2026-02-01T00:00:00Z'))).toBe(2);
  expect(await months()).toEqual(['2026-03-01', '2026-02-01']);
});

test('two at once drop each month once', async () => {
  const both = await Promise.all([forgetSessionMonths(db(), MARCH), forgetSessionMonths(db(), MARCH)]);
  expect(both.reduce((a, b) => a + b, 0)).toBe(3);
  expect(await months()).toEqual(['2026-03-01']);
});

test('a month that was half taken out, or out and not dropped, goes the next time', async () => {
  const [reader, cut] = [new pg.Client(database.url), new pg.Client(database.url)];
  await reader.connect();
  await cut.connect();
  await reader.query('begin; select from aaa.session_history');
  await cut.query(`set statement_timeout = 300`);
  await expect(
    cut.query('alter table aaa.session_history detach partition aaa.session_history_202601 concurrently'),
  ).rejects.toThrow('timeout');
  await reader.query('rollback');
  await cut.query('reset statement_timeout');
  expect(await months()).toEqual(['2026-03-01', '2026-02-01']);
  expect(await forgetSessionMonths(db(), MARCH)).toBe(3);
  await cut.query('alter table aaa.session_history detach partition aaa.session_history_202603');
  expect(await forgetSessionMonths(db(), instant('2026-04-01T00:00:00Z'))).toBe(1);
  await reader.end();
  await cut.end();
});
