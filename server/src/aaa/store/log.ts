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

/** Between the fields of a log-in, and after it: ASCII's own for that. */
const FIELD = '\u001f';
const RECORD = '\u001e';

/** Text without what separates, or PostgreSQL cannot hold: the sign for it (U+2400 and on) is shown instead. */
const safe = (text: string | null): string => {
  if (text === null) return '';
  if (!text.includes(FIELD) && !text.includes(RECORD) && !text.includes('\u0000')) return text;
  return text.replaceAll(FIELD, '\u241f').replaceAll(RECORD, '\u241e').replaceAll('\u0000', '\u2400');
};

/** A log-in as the statements here read it. */
export const loginText = (r: LoginRow): string =>
  `${r.at_ms}${FIELD}${r.account_id ?? ''}${FIELD}${r.subscription_id ?? ''}${FIELD}${safe(r.username)}${FIELD}${r.nas_id}${FIELD}${safe(r.calling_station_id)}${FIELD}${r.outcome}${FIELD}${safe(r.reason)}${FIELD}${r.way}${FIELD}${safe(r.detail)}${RECORD}`;

/** Committed without waiting for the disk: who was answered before this is written does not wait for it either, and accounting has the disk to itself. */
const UNSYNCED = "unsynced as (select set_config('synchronous_commit', 'off', true))";
const insertFrom = (source: string): string => `
  insert into aaa.login (at, account_id, subscription_id, username, nas_id, calling_station_id, outcome, reason, way, detail)
  select to_timestamp(f[1]::float8 / 1000), f[2]::uuid, f[3]::uuid, coalesce(f[4], ''), f[5]::uuid, f[6], f[7], f[8], f[9], f[10]
  from unsynced, ${source} as t, string_to_table(rtrim(convert_from(t.rows, 'UTF8'), '${RECORD}'), '${RECORD}') as line,
    lateral (select string_to_array(line, '${FIELD}', '') as f offset 0) as fields`;

const LOGINS = `with ${UNSYNCED} ${insertFrom('(select $1::bytea as rows)')}`;

/** Writes log-ins, in one statement: `loginText` of each, one after the other. */
export const writeLogins = async (connection: Connection, rows: Uint8Array): Promise<void> => {
  await connection.query({ name: 'aaa-logins', text: LOGINS, values: [rows] });
};

const ASIDE = `with ${UNSYNCED} insert into aaa.login_aside (rows) select $1::bytea from unsynced`;

/** Puts log-ins aside as they are, to be written in a calmer moment: it costs next to nothing. */
export const putLoginsAside = async (connection: Connection, rows: Uint8Array): Promise<void> => {
  await connection.query({ name: 'aaa-logins-aside', text: ASIDE, values: [rows] });
};

const FIRST_ASIDE = `gone as (
  delete from aaa.login_aside where id = (select id from aaa.login_aside order by id limit 1 for update skip locked) returning rows)`;
const FROM_ASIDE = `with ${UNSYNCED}, ${FIRST_ASIDE}, written as (${insertFrom('gone')} returning 1) select count(*)::int as count from gone`;

/** Writes those that were put aside first; false when there are none. */
export const writeLoginsAside = async (connection: Connection): Promise<boolean> => {
  const { rows } = await connection.query<{ count: number }>({ name: 'aaa-logins-back', text: FROM_ASIDE, values: [] });
  return rows[0]?.count === 1;
};

const FORGET_ASIDE = `with ${FIRST_ASIDE} select coalesce(sum(regexp_count(convert_from(rows, 'UTF8'), '${RECORD}')), 0)::int as count from gone`;

/** Gives up those that were put aside first, as PostgreSQL does not take them; gives how many they were. */
export const forgetLoginsAside = async (connection: Connection): Promise<number> => {
  const { rows } = await connection.query<{ count: number }>({
    name: 'aaa-logins-forgotten',
    text: FORGET_ASIDE,
    values: [],
  });
  return rows[0]?.count ?? 0;
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
