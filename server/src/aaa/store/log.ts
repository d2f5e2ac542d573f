import type { Day, Id, Instant } from '@isp/values';
import type { Way } from '../core/way.ts';
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

/** Committed without waiting for the disk: who was answered before this is written does not wait for it either, and accounting has the disk to itself. */
const LOGINS = `
  with unsynced as (select set_config('synchronous_commit', 'off', true))
  insert into aaa.login (at, account_id, subscription_id, username, nas_id, calling_station_id, outcome, reason, way, detail)
  select to_timestamp(at / 1000.0), account_id, subscription_id, username, nas_id, calling_station_id, outcome, reason, way, detail
  from unsynced, unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
    as l (at, account_id, subscription_id, username, nas_id, calling_station_id, outcome, reason, way, detail)`;

/** Writes log-ins, in one statement. */
export const writeLogins = async (connection: Connection, rows: readonly LoginRow[]): Promise<void> => {
  const values = [
    plainArray(rows.map((r) => r.at_ms)),
    plainArray(rows.map((r) => r.account_id)),
    plainArray(rows.map((r) => r.subscription_id)),
    textArray(rows.map((r) => r.username)),
    plainArray(rows.map((r) => r.nas_id)),
    textArray(rows.map((r) => r.calling_station_id)),
    textArray(rows.map((r) => r.outcome)),
    textArray(rows.map((r) => r.reason)),
    textArray(rows.map((r) => r.way)),
    textArray(rows.map((r) => r.detail)),
  ];
  await connection.query({ name: 'aaa-logins', text: LOGINS, values });
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
