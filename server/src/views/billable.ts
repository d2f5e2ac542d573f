import type { Currency, Day, Id } from '@isp/values';
import type {
  BillableAccount,
  BillableSubscription,
  GivenDiscount,
  LinesWanted,
  PlanSegment,
  PlanTerms,
  Rest,
  StoredCredit,
  StoredLine,
  TaxTerms,
  UsageTotal,
  UsageWanted,
} from '../billing/index.ts';
import { sql, type Tx } from '../kernel/db.ts';

interface Due {
  readonly zone: string;
  readonly as_of: Day;
  /** Whose accounts only; null: all of the zone. */
  readonly legal_entity_id: Id | null;
}

/** Narrows accounts `a` to those of a legal entity. */
const ofEntity = ({ legal_entity_id }: Pick<Due, 'legal_entity_id'>) =>
  legal_entity_id === null ? sql`` : sql`and a.legal_entity_id = ${legal_entity_id}`;

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
    where a.zone = ${due.zone} ${ofEntity(due)} and a.id > ${due.after}
      and exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.state <> 'pending' and s.next_bill_on <= ${due.as_of})
    order by a.id limit ${due.limit}`.execute(tx);
  return rows.map((r) => r.id);
};

/** What becomes of accounts that another transaction holds: waited for, and then there may be nothing due any more; left out; or seen as they are, and not claimed. */
export type Claim = 'wait' | 'leave' | 'see';

const CLAIMS: Readonly<Record<Claim, string>> = {
  wait: 'for no key update of a',
  leave: 'for no key update of a skip locked',
  see: '',
};

/** Claims of these accounts, by id, those that still have something due. */
export const claimDue = async (
  tx: Tx,
  ids: readonly Id[],
  due: Pick<Due, 'as_of'> & { readonly claim: Claim },
): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select a.id from crm.account a
    where a.id = any (${ids}::uuid[])
      and exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.state <> 'pending' and s.next_bill_on <= ${due.as_of})
    order by a.id ${sql.raw(CLAIMS[due.claim])}`.execute(tx);
  return rows.map((r) => r.id);
};

/** How many accounts of a zone have something due by a day. */
export const countDue = async (tx: Tx, due: Due): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(distinct s.account_id)::int as n from subscriptions.subscription s join crm.account a on a.id = s.account_id
    where a.zone = ${due.zone} ${ofEntity(due)} and s.state <> 'pending' and s.next_bill_on <= ${due.as_of}`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
};

/** An account that is over and billed to the end, and the day its service ended. */
export interface EndedAccount {
  readonly account_id: Id;
  readonly currency: string;
  readonly ended_on: Day;
}

/** Accounts whose last charged period ended after `from`, by the day, and that are billed no more: one a period before had a bill, and has none now. */
export const endedAccounts = async (tx: Tx, due: Due & { readonly from: Day }): Promise<EndedAccount[]> => {
  const { rows } = await sql<EndedAccount>`
    select a.id as account_id, a.currency, max(coalesce(s.ended_on, s.recurring_to)) as ended_on
    from subscriptions.subscription s join crm.account a on a.id = s.account_id
    where s.next_bill_on is null and s.recurring_to > ${due.from} and s.recurring_to <= ${due.as_of} and a.zone = ${due.zone} ${ofEntity(due)}
      and not exists (select 1 from subscriptions.subscription o where o.account_id = a.id and (o.next_bill_on is not null or o.recurring_to > ${due.as_of}))
    group by a.id order by a.id`.execute(tx);
  return rows;
};

type AccountFacts = Omit<BillableAccount, 'subscriptions' | 'discounts'>;
type SubscriptionFacts = Pick<
  BillableSubscription,
  'id' | 'currency' | 'started_on' | 'ended_on' | 'end_known_on' | 'end_fee_minor'
> &
  BillableSubscription['billed'] & { readonly account_id: Id };
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
    select s.account_id, s.id, s.currency, s.started_on, s.ended_on, s.end_known_on, case when not s.end_fee_billed and s.end_fee_waived is null then s.end_fee_minor end as end_fee_minor, s.billed_on, s.settled_to, s.recurring_to, s.usage_to, s.setup_fee_billed
    from subscriptions.subscription s
    where s.account_id = any (${ids}::uuid[]) and s.state <> 'pending' and s.next_bill_on is not null order by s.account_id, s.id`.execute(
    tx,
  );
  return rows;
};

const segments = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<Of<PlanSegment>>`
    select g.subscription_id, g.from_on, g.from_second, g.known_on, g.plan_id, g.plan_version, g.price_minor, g.anchor_on, g.anchor_day from subscriptions.segment g
    where g.account_id = any (${ids}::uuid[]) order by g.account_id, g.subscription_id, g.from_on, g.from_second`.execute(
    tx,
  );
  return Map.groupBy(rows, (r) => r.subscription_id);
};

const rests = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<Of<Rest>>`
    select r.subscription_id, r.from_on, r.to_on, r.known_on, r.to_known_on, r.reason, r.hold_fee_minor from subscriptions.rest r
    where r.account_id = any (${ids}::uuid[]) and r.to_on is distinct from r.from_on order by r.account_id, r.subscription_id, r.from_on`.execute(
    tx,
  );
  return Map.groupBy(rows, (r) => r.subscription_id);
};

/** In the order they were given, without those whose bills are used up. */
const discounts = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<GivenDiscount & { readonly account_id: Id }>`
    select d.account_id, d.id, d.name, d.subscription_id, d.base, trim_scale(d.percent)::text as percent, d.amount_minor, d.from_on, d.to_on, d.known_on, d.ended_on, d.ended_known_on, b.bills_left
    from billing.discount d, lateral (select case when d.bills is not null then d.bills - (
      select count(distinct l.invoice_id)::int from billing.line_discount l where l.account_id = d.account_id and l.discount_id = d.id) end as bills_left) b
    where d.account_id = any (${ids}::uuid[]) and b.bills_left is distinct from 0 order by d.account_id, d.given_at, d.id`.execute(
    tx,
  );
  return Map.groupBy(rows, (r) => r.account_id);
};

/** All that the invoices of these accounts depend on but their lines and usage, in a handful of statements however many they are. */
export const billableAccounts = async (tx: Tx, ids: readonly Id[]): Promise<BillableAccount[]> => {
  const facts = await accounts(tx, ids);
  const bySubscription = await subscriptions(tx, ids);
  const [plan, resting] = [await segments(tx, ids), await rests(tx, ids)];
  const given = await discounts(tx, ids);
  const byAccount = Map.groupBy(bySubscription, (s) => s.account_id);
  return facts.map((a) => ({
    ...a,
    discounts: given.get(a.id) ?? [],
    subscriptions: (byAccount.get(a.id) ?? []).map(
      ({ account_id: _, billed_on, settled_to, recurring_to, usage_to, setup_fee_billed, ...s }) => ({
        ...s,
        segments: plan.get(s.id) ?? [],
        rests: resting.get(s.id) ?? [],
        billed: { billed_on, settled_to, recurring_to, usage_to, setup_fee_billed },
        lines: [],
        usage: [],
      }),
    ),
  }));
};

type CreditRow = Omit<StoredCredit, 'net_minor' | 'tax_minor' | 'gross_minor'> &
  Record<'net_minor' | 'tax_minor' | 'gross_minor', string>;

const creditOf = ({ net_minor, tax_minor, gross_minor, ...credit }: CreditRow): StoredCredit => ({
  ...credit,
  net_minor: BigInt(net_minor),
  tax_minor: BigInt(tax_minor),
  gross_minor: BigInt(gross_minor),
});

/** The recurring lines that reach beyond a day, of some subscriptions, with what was credited of them. Of lines from before a whole period was kept, it is in the trace or the line's own. */
export const billedLines = async (tx: Tx, wanted: readonly LinesWanted[]): Promise<Of<StoredLine>[]> => {
  if (wanted.length === 0) return [];
  const column = <K extends keyof LinesWanted>(k: K) => wanted.map((w) => w[k]);
  const { rows } = await sql<Of<Omit<StoredLine, 'credits'>> & { readonly credits: readonly CreditRow[] }>`
    select l.subscription_id, l.invoice_id, l.line_no, l.kind, l.charge_code, l.revision, l.plan_id, l.plan_version, l.description, l.period_from, l.period_to, l.from_second, l.to_second,
      coalesce(l.cycle_from, (l.trace->>'cycle_from')::date, l.period_from) as cycle_from, coalesce(l.cycle_to, (l.trace->>'cycle_to')::date, l.period_to) as cycle_to,
      trim_scale(l.quantity)::text as quantity, l.unit_price_minor::bigint as unit_price_minor, coalesce(l.days, l.period_to - l.period_from) as days,
      l.discount_minor, l.tax_code, l.tax_inclusive, l.net_minor, l.tax_minor, l.gross_minor,
      coalesce((select jsonb_agg(jsonb_build_object('kind', c.kind, 'period_from', c.period_from, 'period_to', c.period_to, 'from_second', c.from_second, 'to_second', c.to_second,
          'net_minor', c.net_minor::text, 'tax_minor', c.tax_minor::text, 'gross_minor', c.gross_minor::text) order by c.credit_no)
        from billing.line_credit c where c.account_id = l.account_id and c.invoice_id = l.invoice_id and c.invoice_line_no = l.line_no), '[]') as credits
    from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('beyond')}::date[]) as w(account_id, subscription_id, beyond)
    join billing.invoice_line l on l.account_id = w.account_id and l.subscription_id = w.subscription_id and l.kind in ('recurring', 'hold_fee')
      and (w.beyond is null or l.period_to > w.beyond)
    order by l.subscription_id, l.period_from, l.from_second, l.revision`.execute(tx);
  return rows.map((row) => ({ ...row, credits: row.credits.map(creditOf) }));
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
    select v.plan_id, v.version as plan_version, p.name as plan_name, v.cycle_unit, v.cycle_count, v.timing, v.proration, v.termination, v.first_part, v.bill_suspended, v.rounding, v.adjustments,
      v.tax_code, v.price_minor, v.setup_fee_minor, v.included_bytes, v.overage_unit_bytes, trim_scale(v.overage_unit_price_minor)::text as overage_unit_price_minor, v.overage_model, v.overage_tiers, v.overage_partial
    from tariffs.plan_version v join tariffs.plan p on p.id = v.plan_id`.execute(tx);
  const taxes =
    await sql<TaxTerms>`select t.code, t.name, trim_scale(t.percent)::text as rate_percent, t.inclusive, false as compound from billing.tax t`.execute(
      tx,
    );
  return { plans: plans.rows, taxes: taxes.rows };
};
