import type { Day, Id, Instant } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';

/** A stretch of a subscription's use to be summed, `[from_at, to_at)`, at quarters of an hour; null is as far as there is. */
export interface UseAsk {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly zone: string;
  /** The day `from_at` is the beginning of: then days and months that are over are read whole. Null when it is within a day. */
  readonly from_on: Day | null;
  readonly from_at: Instant;
  readonly to_at: Instant | null;
}

/** What was used: octets to and from the subscriber, seconds connected. */
export interface UseSum {
  readonly down: number;
  readonly up: number;
  readonly seconds: number;
}

/** Days are read up to `cut_on`, hours from the first whole one after it (`hours_at`) up to the last (`last_at`), and what is left at both ends by quarters. */
const keys = (asks: readonly UseAsk[]) => {
  const column = <K extends keyof UseAsk>(name: K) => asks.map((ask) => ask[name]);
  return sql`
    r as (select coalesce(rolled_to, timestamptz 'epoch') as rolled from aaa.rollup),
    asked as (select u.*, r.rolled, case when u.from_on is not null then greatest(u.from_on, least((r.rolled at time zone u.zone)::date, (u.to_at at time zone u.zone)::date)) end as cut_on
      from r, unnest(${asks.map((_, i) => i)}::int[], ${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('zone')}::text[], ${column('from_on')}::date[],
        ${column('from_at')}::timestamptz[], ${asks.map((a) => a.to_at ?? 'infinity')}::timestamptz[]) as u (n, account_id, subscription_id, zone, from_on, from_at, to_at)),
    cut as (select a.*, coalesce(a.cut_on::timestamp at time zone a.zone, a.from_at) as cut_at from asked a),
    whole as (select c.*, least(date_trunc('hour', c.cut_at + interval '1 hour' - interval '1 microsecond', 'UTC'), c.to_at) as hours_at from cut c),
    k as (select w.*, greatest(date_trunc('hour', w.to_at, 'UTC'), w.hours_at) as last_at,
      date_trunc('month', (w.from_on - 1)::timestamp)::date + interval '1 month' as month_from, date_trunc('month', w.cut_on::timestamp)::date as month_to from whole w)`;
};

/**
 * Sums of use, in the order they are asked for, read from the coarsest roll-up there is: they equal the quarters at any moment. Reads rows of the subscriptions named
 * alone, some thirty for a month that has gone half by.
 */
export const usesOf = async (tx: Tx, asks: readonly UseAsk[]): Promise<UseSum[]> => {
  if (asks.length === 0) return [];
  const own = sql`u.account_id = k.account_id and u.subscription_id = k.subscription_id`;
  const sums = sql`u.input_octets, u.output_octets, u.session_s`;
  const { rows } = await sql<UseSum & { n: number }>`
    with ${keys(asks)}
    select k.n, coalesce(sum(p.output_octets), 0)::float8 as down, coalesce(sum(p.input_octets), 0)::float8 as up, coalesce(sum(p.session_s), 0)::float8 as seconds
    from k left join lateral (
      select ${sums} from aaa.usage_month u where ${own} and u.month_on >= k.month_from and u.month_on < k.month_to
      union all
      select ${sums} from aaa.usage_day u where ${own} and u.on_day >= k.from_on and u.on_day < k.cut_on and not (u.on_day >= k.month_from and u.on_day < k.month_to)
      union all
      select ${sums} from aaa.usage_hour u where ${own} and u.on_day >= (k.hours_at at time zone 'UTC')::date - 2 and u.hour_at >= k.hours_at and u.hour_at < least(k.last_at, k.rolled)
      union all
      select ${sums} from aaa.usage_quarter u where ${own} and u.quarter_at >= k.cut_at and u.quarter_at < k.hours_at
      union all
      select ${sums} from aaa.usage_quarter u where ${own} and u.quarter_at >= greatest(k.hours_at, k.rolled) and u.quarter_at < k.last_at
      union all
      select ${sums} from aaa.usage_quarter u where ${own} and u.quarter_at >= k.last_at and u.quarter_at < k.to_at
      union all
      select ${sums} from aaa.usage_late u where ${own} and u.quarter_at >= k.from_at and u.quarter_at < least(k.rolled, k.last_at)
        and not (u.quarter_at >= k.cut_at and u.quarter_at < k.hours_at)
    ) p on true
    group by k.n order by k.n`.execute(tx);
  return rows;
};

/** A session that is online, and when it was last heard of. */
export interface LiveUse {
  readonly subscription_id: Id;
  readonly heard_at: Instant;
}

/** The sessions of some subscriptions that are online: heard of since `since`. */
export const liveOf = async (
  tx: Tx,
  of: readonly { readonly account_id: Id; readonly subscription_id: Id }[],
  since: Instant,
): Promise<LiveUse[]> => {
  if (of.length === 0) return [];
  const { rows } = await sql<LiveUse>`
    select s.subscription_id, s.heard_at from aaa.session s
    where (s.account_id, s.subscription_id) in (select * from unnest(${of.map((k) => k.account_id)}::uuid[], ${of.map((k) => k.subscription_id)}::uuid[]))
      and s.stopped_at is null and s.told_mode is distinct from 'gone' and s.heard_at > ${since}`.execute(tx);
  return rows;
};

/** More to use, of one subscription. */
export interface TopUpRow {
  readonly id: Id;
  readonly subscription_id: Id;
  readonly what: 'time' | 'data';
  readonly amount: number;
  readonly reason: string;
  readonly granted_at: Instant;
  readonly ends_at: Instant | null;
  readonly used_at_grant: Readonly<Record<string, UseSum>>;
}

/** What some subscriptions were topped up with, oldest first. */
export const topUpsOf = async (
  tx: Tx,
  of: readonly { readonly account_id: Id; readonly subscription_id: Id }[],
): Promise<TopUpRow[]> => {
  if (of.length === 0) return [];
  const { rows } = await sql<TopUpRow>`
    select t.id, t.subscription_id, t.what, t.amount::float8 as amount, t.reason, t.granted_at, t.ends_at, t.used_at_grant from subscriptions.top_up t
    where (t.account_id, t.subscription_id) in (select * from unnest(${of.map((k) => k.account_id)}::uuid[], ${of.map((k) => k.subscription_id)}::uuid[]))
    order by t.granted_at, t.id`.execute(tx);
  return rows;
};
