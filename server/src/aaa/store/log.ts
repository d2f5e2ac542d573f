import type { Day, Id, Instant } from '@isp/values';
import type { Way } from '../core/way.ts';
import { binaryArray } from './binary-arrays.ts';
import type { Connection } from './connection.ts';
import { plainArray, textArray } from './literals.ts';

/** One log-in, as it was answered. */
export interface LoginRow {
  readonly at_ms: number;
  readonly account_id: Id | null;
  readonly subscription_id: Id | null;
  readonly username: string;
  readonly nas_id: Id;
  readonly calling_station_id: string | null;
  /** `silence`: no home server answered, and neither did we. */
  readonly outcome: 'accept' | 'reject' | 'walled' | 'silence';
  readonly reason: string;
  readonly way: Way;
  /** What was seen, beside the reason. */
  readonly detail: string | null;
}

/** Datagrams of one client left unanswered for one reason, since they were written last. */
export interface DiscardRow {
  readonly client: string;
  readonly reason: string;
  readonly count: number;
}

const LOGINS = `
  insert into aaa.login (at, account_id, subscription_id, username, nas_id, calling_station_id, outcome, reason, way, detail)
  select to_timestamp(at_ms / 1000), account_id, subscription_id, username, nas_id, calling_station_id, outcome, reason, way, detail
  from unnest($1::float8[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
    as u (at_ms, account_id, subscription_id, username, nas_id, calling_station_id, outcome, reason, way, detail)`;

/** Writes log-ins, in one statement. The connection need not wait for the disk: who was answered before this is written does not wait for it either. */
export const writeLogins = async (connection: Connection, rows: readonly LoginRow[]): Promise<void> => {
  const values = [
    binaryArray(rows, 'float8', (r) => r.at_ms),
    binaryArray(rows, 'uuid', (r) => r.account_id),
    binaryArray(rows, 'uuid', (r) => r.subscription_id),
    binaryArray(rows, 'text', (r) => r.username),
    binaryArray(rows, 'uuid', (r) => r.nas_id),
    binaryArray(rows, 'text', (r) => r.calling_station_id),
    binaryArray(rows, 'text', (r) => r.outcome),
    binaryArray(rows, 'text', (r) => r.reason),
    binaryArray(rows, 'text', (r) => r.way),
    binaryArray(rows, 'text', (r) => r.detail),
  ];
  await connection.query({ name: 'aaa-logins', text: LOGINS, values });
};

/** Puts log-ins aside as they are, to be written in a calmer moment: it costs next to nothing. */
export const putLoginsAside = async (connection: Connection, octets: Uint8Array): Promise<void> => {
  const text = 'insert into aaa.login_aside (rows) values ($1::bytea)';
  await connection.query({ name: 'aaa-logins-aside', text, values: [octets] });
};

const FIRST_ASIDE = `
  delete from aaa.login_aside where id = (select id from aaa.login_aside order by id limit 1 for update skip locked) returning rows`;

const run = (connection: Connection, text: string): Promise<{ rows: { rows: Buffer }[] }> =>
  connection.query({ name: `aaa-logins-${text.trim().split(' ')[0]}`, text, values: [] });

/**
 * Has `write` write those that were put aside first, and takes them away with that; false when there are none. What `write` throws is given to `refuse`, its work undone: unless
 * that throws, too, they are taken away nevertheless.
 */
export const moveLoginsAside = async (
  connection: Connection,
  write: (octets: Buffer) => Promise<void>,
  refuse: (error: unknown, octets: Buffer) => void,
): Promise<boolean> => {
  await run(connection, 'begin');
  const [first] = (await run(connection, FIRST_ASIDE)).rows;
  if (first !== undefined) {
    await run(connection, 'savepoint taken');
    await write(first.rows).catch(async (error: unknown) => {
      refuse(error, first.rows);
      await run(connection, 'rollback to savepoint taken');
    });
  }
  await run(connection, 'commit');
  return first !== undefined;
};

/** Has the commits of a connection not wait for the disk. */
export const unsync = async (connection: Connection): Promise<void> => {
  await run(connection, 'set synchronous_commit = off');
};

const DISCARDS = `
  insert into aaa.discard as d (on_day, client, reason, count, last_at)
  select $1::date, client, reason, count, $2::timestamptz from unnest($3::text[], $4::text[], $5::bigint[]) as u (client, reason, count)
  order by client, reason
  on conflict (on_day, client, reason) do update set count = d.count + excluded.count, last_at = greatest(d.last_at, excluded.last_at)`;

/** Adds to the day's counts of unanswered datagrams, in one statement. */
export const addDiscards = async (
  connection: Connection,
  day: Day,
  at: Instant,
  rows: readonly DiscardRow[],
): Promise<void> => {
  const values = [
    day,
    at,
    textArray(rows.map((r) => r.client)),
    textArray(rows.map((r) => r.reason)),
    plainArray(rows.map((r) => r.count)),
  ];
  await connection.query({ name: 'aaa-discards', text: DISCARDS, values });
};

/** Tells the console of sessions that changed. */
export const publishSessions = async (connection: Connection, news: unknown): Promise<void> => {
  const values = ['aaa.sessions', JSON.stringify(news)];
  await connection.query({ name: 'aaa-news', text: 'select kernel.publish($1, $2::jsonb)', values });
};
