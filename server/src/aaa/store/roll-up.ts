import type { Day, Id, Instant } from '@isp/values';
import { type Database, sql, type Tx } from '../../kernel/db.ts';
import { NOBODY } from './literals.ts';

/** Hours of a subscription to be summed, `[from_at, to_at)`, and the zone its days are of. */
export interface UsageHours {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly zone: string;
  readonly from_at: Instant;
  readonly to_at: Instant;
}

/** What came for an hour after it was claimed, of one session; and the day of its hour in the account's zone. */
export interface LateUse {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly zone: string;
  readonly on_day: Day;
  readonly quarter_at: Instant;
  /** Null of what came before sessions were noted. */
  readonly session_id: Id | null;
  readonly octets: bigint;
}

/** Hours that are claimed and not stored. */
export interface ClaimedHours {
  readonly from_at: Instant;
  readonly to_at: Instant;
}

/** What nobody's records are kept under: it has days of UTC. */
export const NOBODYS = { account_id: NOBODY, subscription_id: NOBODY, zone: 'UTC' } as const;

/** A record may be a week old; what was being written when hours were first claimed is younger than this. */
const BEFORE = sql`interval '8 days'`;

/** Has records for hours before `to_at` say so from now on; the first time, all that is there is to be stored. Gives what is not stored yet. */
export const claimHours = async (tx: Tx, to_at: Instant): Promise<ClaimedHours | undefined> => {
  const { rows } = await sql<ClaimedHours>`
    update aaa.rollup set claimed_to = greatest(claimed_to, ${to_at}::timestamptz),
      rolled_to = coalesce(rolled_to, least(date_trunc('hour', (select min(quarter_at) from aaa.usage_quarter), 'UTC'), ${to_at}::timestamptz - ${BEFORE}))
    where claimed_to is null or claimed_to < ${to_at}::timestamptz or rolled_to < claimed_to
    returning rolled_to as from_at, claimed_to as to_at`.execute(tx);
  return rows[0];
};

/** The transactions that write a table now: whoever begins later sees what was committed before this was asked. */
export const writersOf = async (
  db: Database,
  table: 'aaa.usage_quarter' | 'aaa.login' | 'aaa.session',
): Promise<string[]> => {
  const { rows } = await sql<{ writer: string }>`
    select virtualtransaction as writer from pg_locks
    where relation = ${table}::regclass and mode = 'RowExclusiveLock' and granted and pid <> pg_backend_pid()`.execute(
    db,
  );
  return rows.map((r) => r.writer);
};

/** One at a time rolls up, so what is summed later was read later. Gives how far hours are stored. */
const hold = async (tx: Tx): Promise<Instant | null> => {
  const { rows } = await sql<{ at: Instant | null }>`select rolled_to as at from aaa.rollup for no key update`.execute(
    tx,
  );
  return rows[0]?.at ?? null;
};

const keys = (hours: readonly UsageHours[]) => {
  const column = <K extends keyof UsageHours>(name: K) => hours.map((h) => h[name]);
  return sql`k as (select * from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('zone')}::text[],
    ${column('from_at')}::timestamptz[], ${column('to_at')}::timestamptz[]) as k (account_id, subscription_id, zone, from_at, to_at))`;
};

const CHANGED = sql`input_octets = excluded.input_octets, output_octets = excluded.output_octets, session_s = excluded.session_s
  where (u.input_octets, u.output_octets, u.session_s) is distinct from (excluded.input_octets, excluded.output_octets, excluded.session_s)`;

/** The hours anew from their quarters, in one statement with what came late for them: whoever reads sees both or neither. Gives what came late. */
const storeHours = async (tx: Tx, hours: readonly UsageHours[]): Promise<LateUse[]> => {
  const { rows } = await sql<LateUse>`
  with ${keys(hours)},
  heard as (delete from aaa.usage_late l using k where l.account_id = k.account_id and l.subscription_id = k.subscription_id
    and l.quarter_at >= k.from_at and l.quarter_at < k.to_at
    returning l.account_id, l.subscription_id, l.quarter_at, l.session_id, l.input_octets + l.output_octets as octets, k.zone),
  moved as (delete from aaa.usage_hour h using k where h.account_id = k.account_id and h.subscription_id = k.subscription_id
    and h.on_day between (k.from_at at time zone 'UTC')::date - 2 and (k.to_at at time zone 'UTC')::date + 2 and h.hour_at >= k.from_at and h.hour_at < k.to_at
    and h.on_day not in ((h.hour_at at time zone k.zone)::date, ((h.hour_at + interval '45 minutes') at time zone k.zone)::date)),
  stored as (insert into aaa.usage_hour as u (account_id, subscription_id, on_day, hour_at, input_octets, output_octets, session_s)
  select k.account_id, k.subscription_id, h.on_day, h.hour_at, h.input_octets, h.output_octets, h.session_s from k cross join lateral (
    select (q.quarter_at at time zone k.zone)::date as on_day, date_trunc('hour', q.quarter_at, 'UTC') as hour_at,
      sum(q.input_octets)::bigint as input_octets, sum(q.output_octets)::bigint as output_octets, sum(q.session_s)::integer as session_s
    from aaa.usage_quarter q where q.account_id = k.account_id and q.subscription_id = k.subscription_id and q.quarter_at >= k.from_at and q.quarter_at < k.to_at
    group by 1, 2) h
  on conflict (account_id, subscription_id, on_day, hour_at) do update set ${CHANGED})
  select account_id, subscription_id, zone, (quarter_at at time zone zone)::date as on_day, quarter_at, session_id, sum(octets)::bigint as octets
  from heard group by 1, 2, 3, 4, 5, 6`.execute(tx);
  return rows;
};

/** Of which keys days are over now that were not, or changed: an account's zone may have been another, so two days before are looked at, too. */
const days = (rolled: Instant) => sql`d as (
  select k.account_id, k.subscription_id, (k.from_at at time zone k.zone)::date - 2 as from_day, (${rolled}::timestamptz at time zone k.zone)::date as open_day,
    least(((k.to_at - interval '1 second') at time zone k.zone)::date + 1, (${rolled}::timestamptz at time zone k.zone)::date - 1) as to_day
  from k where k.to_at < ${rolled}::timestamptz or (k.from_at at time zone k.zone)::date <> (${rolled}::timestamptz at time zone k.zone)::date)`;

const storeDays = (tx: Tx, hours: readonly UsageHours[], rolled: Instant) =>
  sql`
  with ${keys(hours)}, ${days(rolled)},
  n as (select distinct d.account_id, d.subscription_id, d.from_day + i as on_day from d, lateral generate_series(0, d.to_day - d.from_day) i)
  insert into aaa.usage_day as u (account_id, subscription_id, on_day, input_octets, output_octets, session_s)
  select n.account_id, n.subscription_id, n.on_day, coalesce(s.input_octets, 0), coalesce(s.output_octets, 0), coalesce(s.session_s, 0) from n cross join lateral (
    select sum(h.input_octets)::bigint as input_octets, sum(h.output_octets)::bigint as output_octets, sum(h.session_s)::integer as session_s
    from aaa.usage_hour h where h.account_id = n.account_id and h.subscription_id = n.subscription_id and h.on_day = n.on_day) s
  where s.input_octets is not null or exists (select from aaa.usage_day o
    where o.account_id = n.account_id and o.subscription_id = n.subscription_id and o.on_day = n.on_day)
  on conflict (account_id, subscription_id, on_day) do update set ${CHANGED}`.execute(tx);

const storeMonths = (tx: Tx, hours: readonly UsageHours[], rolled: Instant) =>
  sql`
  with ${keys(hours)}, ${days(rolled)},
  n as (select distinct d.account_id, d.subscription_id, m::date as month_on
    from d, lateral generate_series(date_trunc('month', d.from_day::timestamp), d.to_day::timestamp, interval '1 month') m where (m + interval '1 month')::date <= d.open_day)
  insert into aaa.usage_month as u (account_id, subscription_id, month_on, input_octets, output_octets, session_s)
  select n.account_id, n.subscription_id, n.month_on, s.input_octets, s.output_octets, s.session_s from n cross join lateral (
    select sum(o.input_octets)::bigint as input_octets, sum(o.output_octets)::bigint as output_octets, sum(o.session_s)::integer as session_s from aaa.usage_day o
    where o.account_id = n.account_id and o.subscription_id = n.subscription_id and o.on_day >= n.month_on and o.on_day < (n.month_on + interval '1 month')::date) s
  where s.input_octets is not null
  on conflict (account_id, subscription_id, month_on) do update set ${CHANGED}`.execute(tx);

/**
 * Stores hours of subscriptions anew, and their days and months that are over by `rolled_to` (by default as far as hours are stored). The same hours twice give the same rows;
 * no hour may be given twice at once. Gives what came late for them and is in them now.
 */
export const storeUsage = async (tx: Tx, hours: readonly UsageHours[], rolled_to?: Instant): Promise<LateUse[]> => {
  const stored = await hold(tx);
  const rolled = rolled_to ?? stored;
  if (rolled === null || hours.length === 0) return [];
  const late = await storeHours(tx, hours);
  await storeDays(tx, hours, rolled);
  await storeMonths(tx, hours, rolled);
  return late;
};

/** Says that all hours before `at` are stored. */
export const hoursStored = async (tx: Tx, at: Instant): Promise<void> => {
  await sql`update aaa.rollup set rolled_to = ${at} where rolled_to < ${at}`.execute(tx);
};

/** Up to `limit` hours that are stored and for which something came since. */
export const lateHours = async (tx: Tx, limit: number): Promise<Omit<UsageHours, 'zone'>[]> => {
  const { rows } = await sql<Omit<UsageHours, 'zone'>>`
    select account_id, subscription_id, hour_at as from_at, hour_at + interval '1 hour' as to_at
    from (select distinct account_id, subscription_id, date_trunc('hour', quarter_at, 'UTC') as hour_at from aaa.usage_late
      where quarter_at < (select rolled_to from aaa.rollup) limit ${limit}) h`.execute(tx);
  return rows;
};

/** Log-ins written so far, by their highest id; 0 when there is none. */
export const lastLogin = async (db: Database): Promise<bigint> => {
  const { rows } = await sql<{ id: bigint | null }>`
    select pg_sequence_last_value(pg_get_serial_sequence('aaa.login', 'id')::regclass) as id`.execute(db);
  return rows[0]?.id ?? 0n;
};

/** Counts up to `limit` log-ins more, none beyond `last`. Gives whether some are left. */
export const countLogins = async (tx: Tx, last: bigint, limit: number): Promise<boolean> => {
  const { rows } = await sql<{ login_id: bigint }>`select login_id from aaa.rollup for no key update`.execute(tx);
  const from = rows[0]?.login_id ?? 0n;
  const to = from + BigInt(limit) < last ? from + BigInt(limit) : last;
  if (to <= from) return false;
  await sql`
    insert into aaa.login_quarter as q (quarter_at, outcome, reason, count)
    select date_bin('15 minutes', at, timestamptz 'epoch'), outcome, reason, count(*) from aaa.login where id > ${from} and id <= ${to} group by 1, 2, 3
    on conflict (quarter_at, outcome, reason) do update set count = q.count + excluded.count`.execute(tx);
  await sql`update aaa.rollup set login_id = ${to}`.execute(tx);
  return to < last;
};
