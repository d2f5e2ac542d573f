import type { Currency, Day, Id } from '@isp/values';
import type {
  BillableAccount,
  BillableSubscription,
  BilledSoFar,
  PlanSegment,
  PlanTerms,
  Suspension,
  TaxTerms,
  UsageTotal,
  UsageWanted,
} from '../billing/index.ts';
import { sql, type Tx } from '../kernel/db.ts';

interface Due {
  readonly zone: string;
  readonly as_of: Day;
}

/**
 * Has the reads of many accounts planned by the size their tables have now: a plan kept by the connection from when they were small reads all of them.
 * Not for writes, whose foreign keys would be planned anew row by row.
 */
export const withFreshPlans = async <R>(tx: Tx, read: () => Promise<R>): Promise<R> => {
  await sql`set local plan_cache_mode = force_custom_plan`.execute(tx);
  const result = await read();
  await sql`set local plan_cache_mode = auto`.execute(tx);
  return result;
};

/** Up to `limit` accounts of a zone, by id, after one, that have something due by a day. */
export const dueAccounts = async (tx: Tx, due: Due & { readonly after: Id; readonly limit: number }): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select a.id from crm.account a
    where a.zone = ${due.zone} and a.id > ${due.after}
      and exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.state <> 'pending' and s.next_bill_on <= ${due.as_of})
    order by a.id limit ${due.limit}`.execute(tx);
  return rows.map((r) => r.id);
};

/**
 * Claims of these accounts, by id, those that still have something due. What another transaction holds is left out; with `wait` it is waited for,
 * and may turn out to have nothing due any more.
 */
export const claimDue = async (
  tx: Tx,
  ids: readonly Id[],
  due: Pick<Due, 'as_of'> & { readonly wait: boolean },
): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select a.id from crm.account a
    where a.id = any (${ids}::uuid[])
      and exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.state <> 'pending' and s.next_bill_on <= ${due.as_of})
    order by a.id for no key update of a ${sql.raw(due.wait ? '' : 'skip locked')}`.execute(tx);
  return rows.map((r) => r.id);
};

/** How many accounts of a zone have something due by a day. */
export const countDue = async (tx: Tx, { zone, as_of }: Due): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(distinct s.account_id)::int as n from subscriptions.subscription s join crm.account a on a.id = s.account_id
    where a.zone = ${zone} and s.state <> 'pending' and s.next_bill_on <= ${as_of}`.execute(tx);
  return rows[0]?.n ?? 0;
};

type AccountFacts = Omit<BillableAccount, 'subscriptions'>;
type SubscriptionFacts = Pick<
  BillableSubscription,
  'id' | 'currency' | 'started_on' | 'ended_on' | 'anchor_on' | 'anchor_day' | 'price_override_minor'
> & { readonly account_id: Id };
type Of<T> = T & { readonly subscription_id: Id };

const accounts = async (tx: Tx, ids: readonly Id[]): Promise<AccountFacts[]> => {
  const { rows } = await sql<Omit<AccountFacts, 'recipient'> & BillableAccount['recipient']>`
    select a.id, a.currency, a.zone, a.legal_entity_id, e.payment_days, a.number as account_number, a.name, a.street, a.postal_code, a.city, a.country, a.tax_id
    from crm.account a join billing.legal_entity e on e.id = a.legal_entity_id where a.id = any (${ids}::uuid[]) order by a.id`.execute(
    tx,
  );
  return rows.map(({ id, currency, zone, legal_entity_id, payment_days, ...recipient }) => ({
    id,
    currency: currency as Currency,
    zone,
    legal_entity_id,
    payment_days,
    recipient,
  }));
};

const subscriptions = async (tx: Tx, ids: readonly Id[]): Promise<SubscriptionFacts[]> => {
  const { rows } = await sql<SubscriptionFacts>`
    select s.account_id, s.id, s.currency, s.started_on, s.ended_on, s.anchor_on, s.anchor_day, s.price_override_minor
    from subscriptions.subscription s
    where s.account_id = any (${ids}::uuid[]) and s.state <> 'pending' and s.next_bill_on is not null order by s.account_id, s.id`.execute(
    tx,
  );
  return rows;
};

const segments = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<Of<PlanSegment>>`
    select g.subscription_id, g.from_on, g.plan_id, g.plan_version, g.price_minor from subscriptions.segment g
    where g.account_id = any (${ids}::uuid[]) order by g.account_id, g.subscription_id, g.from_on`.execute(tx);
  return Map.groupBy(rows, (r) => r.subscription_id);
};

const suspensions = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<Of<Suspension>>`
    select s.subscription_id, s.from_on, s.to_on from subscriptions.suspension s
    where s.account_id = any (${ids}::uuid[]) and s.to_on is distinct from s.from_on order by s.account_id, s.subscription_id, s.from_on`.execute(
    tx,
  );
  return Map.groupBy(rows, (r) => r.subscription_id);
};

/** How far each is billed, by its last lines, which `invoice_line_once` finds: it costs the same after years as after a month. */
const billed = async (tx: Tx, ids: readonly Id[]) => {
  const last = (kind: 'recurring' | 'usage') => sql`
    (select l.period_to from billing.invoice_line l where l.account_id = s.account_id and l.subscription_id = s.id and l.kind = ${sql.lit(kind)} order by l.period_from desc limit 1)`;
  const { rows } = await sql<Of<BilledSoFar>>`
    select s.id as subscription_id, ${last('recurring')} as recurring_to, ${last('usage')} as usage_to,
      exists (select 1 from billing.invoice_line l where l.account_id = s.account_id and l.subscription_id = s.id and l.kind = 'one_time') as setup_fee
    from subscriptions.subscription s where s.account_id = any (${ids}::uuid[]) and s.next_bill_on is not null`.execute(
    tx,
  );
  return new Map(rows.map((r) => [r.subscription_id, r]));
};

const NOT_BILLED: BilledSoFar = { recurring_to: null, usage_to: null, setup_fee: false };

/** All that the invoices of these accounts depend on but their usage, in a handful of statements however many they are. */
export const billableAccounts = async (tx: Tx, ids: readonly Id[]): Promise<BillableAccount[]> => {
  const facts = await accounts(tx, ids);
  const bySubscription = await subscriptions(tx, ids);
  const [plan, paused, done] = [await segments(tx, ids), await suspensions(tx, ids), await billed(tx, ids)];
  const byAccount = Map.groupBy(
    bySubscription.map(({ account_id, ...s }) => ({
      account_id,
      ...s,
      segments: plan.get(s.id) ?? [],
      suspensions: paused.get(s.id) ?? [],
      billed: done.get(s.id) ?? NOT_BILLED,
      usage: [] as UsageTotal[],
    })),
    (s) => s.account_id,
  );
  return facts.map((a) => ({ ...a, subscriptions: byAccount.get(a.id) ?? [] }));
};

/** Octets of each wanted period, summed over its quarters of an hour, with a check sum over (session, octets). A period without use has zero. */
export const usageTotals = async (
  tx: Tx,
  wanted: readonly UsageWanted[],
): Promise<(UsageTotal & { readonly subscription_id: Id })[]> => {
  if (wanted.length === 0) return [];
  const column = <K extends keyof UsageWanted>(k: K) => wanted.map((w) => w[k]);
  const { rows } = await sql<UsageTotal & { subscription_id: Id }>`
    select w.subscription_id, w.period_from, w.period_to, coalesce(sum(u.octets), 0)::bigint as octets, count(u.session_id)::int as sessions,
      encode(sha256(coalesce(string_agg(u.session_id || ':' || u.octets, ',' order by u.session_id), '')::bytea), 'hex') as checksum
    from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('zone')}::text[], ${column('period_from')}::date[], ${column('period_to')}::date[])
      as w(account_id, subscription_id, zone, period_from, period_to)
    left join lateral (
      select q.session_id, sum(q.input_octets + q.output_octets)::bigint as octets from aaa.usage_quarter q
      where q.account_id = w.account_id and q.subscription_id = w.subscription_id
        and q.quarter_at >= (w.period_from::timestamp at time zone w.zone) and q.quarter_at < (w.period_to::timestamp at time zone w.zone)
      group by q.session_id) u on true
    group by 1, 2, 3`.execute(tx);
  return rows;
};

/** The plans and taxes that billing knows prices by. */
export const billingTerms = async (tx: Tx): Promise<{ plans: PlanTerms[]; taxes: TaxTerms[] }> => {
  const plans = await sql<PlanTerms>`
    select v.plan_id, v.version as plan_version, p.name as plan_name, v.cycle_unit, v.cycle_count, v.timing, v.tax_code, v.setup_fee_minor,
      v.included_bytes, v.overage_unit_bytes, v.overage_unit_price_minor::text as overage_unit_price_minor
    from tariffs.plan_version v join tariffs.plan p on p.id = v.plan_id`.execute(tx);
  const taxes =
    await sql<TaxTerms>`select t.code, t.name, trim_scale(t.percent)::text as rate_percent, t.inclusive, false as compound from billing.tax t`.execute(
      tx,
    );
  return { plans: plans.rows, taxes: taxes.rows };
};
