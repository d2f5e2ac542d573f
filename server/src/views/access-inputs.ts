import type { Day, Id, Instant, Rollover } from '@isp/values';
import { type RawBuilder, sql, type Tx } from '../kernel/db.ts';

/** Everything that decides what access a subscription deserves. */
export interface AccessInput {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly state: 'pending' | 'active' | 'paused' | 'suspended' | 'ended';
  readonly suspended_for: readonly ('unpaid' | 'manual' | 'pause')[];
  /** The plan that holds on the day. */
  readonly plan_id: Id;
  /** Of the plan. */
  readonly kind: string;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  readonly session_timeout_s: number | null;
  readonly simultaneous: number;
  /** Its own addresses; IPv6 prefixes as CIDR. */
  readonly framed_ip: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly delegated_ipv6_prefix: string | null;
  /** Pools of the plan, by code. */
  readonly ipv4_pool: string | null;
  readonly ipv6_prefix_pool: string | null;
  readonly ipv6_delegated_pool: string | null;
  /** Subscriptions of other accounts that it went on from: what they used counts against its limits. */
  readonly earlier: readonly { readonly account_id: Id; readonly subscription_id: Id }[];
  /** Where windows of use lie. */
  readonly zone: string;
  /** The day it began, with whoever had it first. */
  readonly started_on: Day | null;
  readonly anchor_on: Day | null;
  readonly anchor_day: number | null;
  readonly cycle_unit: 'day' | 'week' | 'month' | 'year';
  readonly cycle_count: number;
  readonly currency: string;
  /** What use costs, as the plan's version says it. */
  readonly included_bytes: bigint | null;
  readonly overage_unit_bytes: bigint | null;
  readonly overage_unit_price_minor: string | null;
  /** Limits, steps of fair use and hours, as the plan's version says them. */
  readonly limits: readonly unknown[];
  readonly fair_use: readonly unknown[];
  readonly hours: readonly unknown[];
  /** What becomes of what is left of them. */
  readonly rollover: Rollover | null;
}

/** Subscriptions with the plan version that holds on a day (each in its account's zone), narrowed by `where` over `s` and `a`. */
const inputs = (today: RawBuilder<unknown>, where: RawBuilder<unknown>, more = sql``) => sql<AccessInput>`
  select s.account_id, s.id as subscription_id, s.state, s.suspended_for, p.id as plan_id, p.kind, v.rate_down_kbps, v.rate_up_kbps, v.session_timeout_s, v.simultaneous,
    a.zone, coalesce(e.started_on, s.started_on) as started_on, coalesce(e.earlier, '[]') as earlier, s.anchor_on, s.anchor_day, v.cycle_unit, v.cycle_count, v.currency, v.included_bytes, v.overage_unit_bytes, v.overage_unit_price_minor::text as overage_unit_price_minor, v.limits, v.fair_use, v.hours, v.rollover,
    host(s.framed_ip) as framed_ip, s.framed_ipv6_prefix::text as framed_ipv6_prefix, s.delegated_ipv6_prefix::text as delegated_ipv6_prefix,
    v.ipv4_pool, v.ipv6_prefix_pool, v.ipv6_delegated_pool${more}
  from subscriptions.subscription s
  join crm.account a on a.id = s.account_id
  join lateral (select g.plan_id, g.plan_version from subscriptions.segment g
    where g.account_id = s.account_id and g.subscription_id = s.id
    order by g.from_on <= ${today} desc, abs(g.from_on - ${today}), g.from_second desc limit 1) g on true
  left join lateral (
    with recursive e as (
      select o.account_id, o.id, o.started_on, o.transferred_from from subscriptions.subscription o where o.id = s.transferred_from
      union all select o.account_id, o.id, o.started_on, o.transferred_from from e join subscriptions.subscription o on o.id = e.transferred_from)
    select min(e.started_on) as started_on, jsonb_agg(jsonb_build_object('account_id', e.account_id, 'subscription_id', e.id)) as earlier from e
  ) e on s.transferred_from is not null
  join tariffs.plan p on p.id = g.plan_id
  join tariffs.plan_version v on v.plan_id = g.plan_id and v.version = g.plan_version
  where ${where}
  order by s.account_id, s.id`;

/** The inputs of one subscription. */
export const accessInput = async (
  tx: Tx,
  key: { readonly account_id: Id; readonly subscription_id: Id },
  today: Day,
): Promise<AccessInput | undefined> => {
  const { rows } = await inputs(
    sql`${today}::date`,
    sql`s.account_id = ${key.account_id} and s.id = ${key.subscription_id}`,
  ).execute(tx);
  return rows[0];
};

/** The inputs of some subscriptions, each on the day it is in its account's zone. */
export const accessInputs = async (
  tx: Tx,
  of: readonly { readonly account_id: Id; readonly subscription_id: Id }[],
  at: Instant,
): Promise<AccessInput[]> => {
  const among = sql`(s.account_id, s.id) in (select * from unnest(${of.map((k) => k.account_id)}::uuid[], ${of.map((k) => k.subscription_id)}::uuid[]))`;
  return (await inputs(sql`(${at}::timestamptz at time zone a.zone)::date`, among).execute(tx)).rows;
};

/** A subscription for which something begins or is over, and whether the day it ends is still served. */
export type Beginning = AccessInput & {
  readonly parent_id: Id | null;
  /** Whether it is to go to another account, or to come from one. */
  readonly is_moving: boolean;
  readonly ended_on: Day | null;
  readonly termination: 'exclusive' | 'inclusive';
};

/** Whether a subscription `s` is at rest by a pause on a day. */
const isPaused = (
  on: Day,
) => sql`exists (select 1 from subscriptions.rest r where r.account_id = s.account_id and r.subscription_id = s.id and r.reason = 'pause'
    and r.from_on <= ${on} and (r.to_on is null or r.to_on > ${on}))`;

const beginnings = async (tx: Tx, on: Day, where: RawBuilder<unknown>): Promise<Beginning[]> =>
  (
    await inputs(
      sql`${on}::date`,
      where,
      sql`, s.parent_id, s.ended_on, s.transferred_to is not null or (s.transferred_from is not null and s.transferred_at is null) as is_moving,
    case when s.transferred_to is null then v.termination else 'exclusive' end as termination`,
    ).execute(tx)
  ).rows as Beginning[];

/** Subscriptions in a zone for which something begins or is over by a day: they start or end, another plan holds, a pause begins or is over. A price change that changes nothing for the network is none of them. */
export const beginningOn = async (tx: Tx, zone: string, on: Day): Promise<Beginning[]> => {
  const { rows } = await sql<{ account_id: Id; id: Id }>`
    select s.account_id, s.id from subscriptions.subscription s join crm.account a on a.id = s.account_id
    where a.zone = ${zone} and s.state <> 'ended' and s.id in (
      select id from subscriptions.subscription where state = 'pending' and started_on <= ${on}
      union select g.subscription_id from subscriptions.segment g left join subscriptions.price_change c on c.id = g.price_change_id
        where g.from_on = ${on} and c.keeps_access is not true
      union select subscription_id from subscriptions.rest where reason = 'pause' and (from_on = ${on} or to_on = ${on})
      union select id from subscriptions.subscription where state <> 'ended' and ended_on <= ${on})
    union
    select s.account_id, s.id from subscriptions.subscription s join crm.account a on a.id = s.account_id
    where a.zone = ${zone} and s.state in ('paused', 'suspended') and 'pause' = any (s.suspended_for) and not ${isPaused(on)}`.execute(
    tx,
  );
  const ids = rows.map((row) => row.id);
  return beginnings(
    tx,
    on,
    sql`(s.account_id, s.id) in (select * from unnest(${rows.map((row) => row.account_id)}::uuid[], ${ids}::uuid[]))`,
  );
};

/** Those of one account. */
export const beginningOf = (tx: Tx, accountId: Id, on: Day): Promise<Beginning[]> =>
  beginnings(
    tx,
    on,
    sql`s.account_id = ${accountId} and s.state <> 'ended' and (
      (s.state = 'pending' and s.started_on <= ${on}) or s.ended_on <= ${on}
      or exists (select 1 from subscriptions.segment b where b.account_id = s.account_id and b.subscription_id = s.id and b.from_on = ${on})
      or exists (select 1 from subscriptions.rest b where b.account_id = s.account_id and b.subscription_id = s.id and b.reason = 'pause' and (b.from_on = ${on} or b.to_on = ${on}))
      or (s.state in ('paused', 'suspended') and 'pause' = any (s.suspended_for) and not ${isPaused(on)}))`,
  );

/** Up to `limit` subscriptions of a zone after a key: for the nightly comparison of all. */
export const accessAfter = async (
  tx: Tx,
  after: { readonly account_id: Id; readonly subscription_id: Id },
  zone: string,
  today: Day,
  limit: number,
): Promise<AccessInput[]> => {
  const { rows } = await sql<AccessInput>`${inputs(
    sql`${today}::date`,
    sql`a.zone = ${zone} and (s.account_id, s.id) > (${after.account_id}, ${after.subscription_id})`,
  )} limit ${limit}`.execute(tx);
  return rows;
};
