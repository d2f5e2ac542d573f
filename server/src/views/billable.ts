import type { Currency, Day, Id } from '@isp/values';
import type {
  BillableAccount,
  BillableSubscription,
  BilledPart,
  BundlePart,
  GivenDiscount,
  LinesWanted,
  MeterCharge,
  PlanSegment,
  PlanTerms,
  Rest,
  StoredCredit,
  StoredLine,
  TaxGroup,
  TaxTerms,
  UsageTotal,
  UsageWanted,
  WaitingCharge,
} from '../billing/index.ts';
import { isCopy } from '../kernel/copy.ts';
import { type RawBuilder, sql, type Tx } from '../kernel/db.ts';
import { type AsText, CREDIT_TAXES, creditAmounts, LINE_TAXES, type LineTaxRow, taxOf } from './stored-taxes.ts';

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

/** Accounts `a` that a charge falls due on by a day and that nothing else is billed on: where something is, its bill takes the charge. */
const chargedAlone = (as_of: Day) => sql`
  exists (select 1 from billing.charge c where c.account_id = a.id and c.invoice_id is null and c.cancelled_at is null and c.due_on <= ${as_of} and c.known_on <= ${as_of})
  and not exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.next_bill_on is not null and s.state <> 'pending')`;

/** Up to `limit` accounts of a zone, by id, after one, that have something due by a day. */
export const dueAccounts = async (tx: Tx, due: Due & { readonly after: Id; readonly limit: number }): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    (select a.id from crm.account a
      where a.zone = ${due.zone} ${ofEntity(due)} and a.id > ${due.after}
        and exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.state <> 'pending' and s.next_bill_on <= ${due.as_of})
      order by a.id limit ${due.limit})
    union all
    (select a.id from crm.account a where a.zone = ${due.zone} ${ofEntity(due)} and a.id > ${due.after} and ${chargedAlone(due.as_of)} order by a.id limit ${due.limit})
    order by id limit ${due.limit}`.execute(tx);
  return rows.map((r) => r.id);
};

/** What becomes of accounts that another transaction holds: waited for, and then there may be nothing due any more; left out; or seen as they are, and not claimed. */
export type Claim = 'wait' | 'leave' | 'see';

const CLAIMS: Readonly<Record<Claim, string>> = {
  wait: 'for no key update of a',
  leave: 'for no key update of a skip locked',
  see: '',
};

const claim = async (tx: Tx, ids: readonly Id[], how: Claim, isDue: RawBuilder<unknown>): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select a.id from crm.account a where a.id = any (${ids}::uuid[]) and ${isDue} order by a.id ${sql.raw(CLAIMS[how])}`.execute(
    tx,
  );
  return rows.map((r) => r.id);
};

/** Claims of these accounts, by id, those that still have something due. Charges alone are asked about only where not all have. */
export const claimDue = async (
  tx: Tx,
  ids: readonly Id[],
  due: Pick<Due, 'as_of'> & { readonly claim: Claim },
): Promise<Id[]> => {
  const claimed = await claim(
    tx,
    ids,
    due.claim,
    sql`exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.state <> 'pending' and s.next_bill_on <= ${due.as_of})`,
  );
  if (claimed.length === ids.length) return claimed;
  const done = new Set(claimed);
  const others = ids.filter((id) => !done.has(id));
  return [...claimed, ...(await claim(tx, others, due.claim, chargedAlone(due.as_of)))].sort();
};

/** Waits for one account and claims it, whatever is due on it. */
export const claimAccount = async (tx: Tx, id: Id): Promise<void> => {
  await claim(tx, [id], 'wait', sql`true`);
};

/** How many accounts of a zone have something due by a day. */
export const countDue = async (tx: Tx, due: Due): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select (select count(distinct s.account_id) from subscriptions.subscription s join crm.account a on a.id = s.account_id
        where a.zone = ${due.zone} ${ofEntity(due)} and s.state <> 'pending' and s.next_bill_on <= ${due.as_of})::int
      + (select count(*) from crm.account a where a.zone = ${due.zone} ${ofEntity(due)} and ${chargedAlone(due.as_of)})::int as n`.execute(
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

type AccountFacts = Omit<BillableAccount, 'subscriptions' | 'discounts' | 'charges'>;
type AccountRow = Omit<AccountFacts, 'recipient' | 'exemptions'> &
  Omit<BillableAccount['recipient'], 'region'> & {
    readonly region: string | null;
    readonly exemptions: BillableAccount['exemptions'] | null;
  };
type SubscriptionFacts = Pick<
  BillableSubscription,
  'id' | 'currency' | 'started_on' | 'ended_on' | 'end_known_on' | 'is_transferred' | 'end_fee_minor' | 'recount_from'
> &
  BillableSubscription['billed'] & { readonly account_id: Id };
type Of<T> = T & { readonly subscription_id: Id };

interface KnownAccounts {
  readonly facts: readonly AccountFacts[];
  /** Whether a charge waits on any of them. */
  readonly charged: boolean;
}

const accounts = async (tx: Tx, ids: readonly Id[]): Promise<KnownAccounts> => {
  const { rows } = await sql<AccountRow & { readonly charged: boolean }>`
    select exists (select 1 from billing.charge c where c.account_id = any (${ids}::uuid[]) and c.invoice_id is null and c.cancelled_at is null) as charged,
      a.id, a.currency, a.zone, a.legal_entity_id, e.payment_days, a.number as account_number, a.name, a.street, a.postal_code, a.city, a.region, a.country, a.tax_id, x.exemptions
    from crm.account a join billing.legal_entity e on e.id = a.legal_entity_id
    left join (select t.account_id, jsonb_agg(jsonb_build_object('id', t.id, 'tax_code', t.tax_code, 'kind', t.kind, 'certificate', t.certificate, 'reason', t.reason,
        'from_on', t.from_on, 'to_on', t.to_on, 'known_on', t.known_on) order by t.given_at, t.id) as exemptions
      from billing.tax_exemption t where t.account_id = any (${ids}::uuid[]) group by t.account_id) x on x.account_id = a.id
    where a.id = any (${ids}::uuid[]) order by a.id`.execute(tx);
  const facts = rows.map(({ charged: _, exemptions, region, ...row }) => {
    const { id, currency, zone, legal_entity_id, payment_days, ...recipient } = row;
    return {
      id,
      currency: currency as Currency,
      zone,
      legal_entity_id,
      payment_days,
      recipient: region === null ? recipient : { ...recipient, region },
      exemptions: exemptions ?? [],
    };
  });
  return { facts, charged: rows[0]?.charged ?? false };
};

/** Those that wait, in the order they were made. */
const charges = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<WaitingCharge & { readonly account_id: Id }>`
    select c.account_id, c.id, c.subscription_id, c.plan_id, c.plan_version, c.description, c.quantity, c.unit_price_minor, c.tax_code, c.due_on, c.known_on
    from billing.charge c
    where c.account_id = any (${ids}::uuid[]) and c.invoice_id is null and c.cancelled_at is null order by c.account_id, c.id`.execute(
    tx,
  );
  return Map.groupBy(rows, (r) => r.account_id);
};

const subscriptions = async (tx: Tx, ids: readonly Id[]): Promise<SubscriptionFacts[]> => {
  const { rows } = await sql<SubscriptionFacts>`
    select s.account_id, s.id, s.parent_id, s.currency, s.started_on, s.ended_on, s.end_known_on, s.transferred_to is not null as is_transferred, case when not s.end_fee_billed and s.end_fee_waived is null then s.end_fee_minor end as end_fee_minor, s.billed_on, s.settled_to, s.recurring_to, s.usage_to, s.setup_fee_billed, s.recount_from
    from subscriptions.subscription s
    where s.account_id = any (${ids}::uuid[]) and s.state <> 'pending' and s.next_bill_on is not null order by s.account_id, s.id`.execute(
    tx,
  );
  return rows;
};

type PartRow<P extends BundlePart> = AsText<P, Extract<keyof P, 'before_minor' | 'line_before_minor'>>;

type SegmentRow = Of<Omit<PlanSegment, 'part'>> & { readonly part: PartRow<BundlePart> | null };

const segmentOf = ({ part, ...row }: SegmentRow): Of<PlanSegment> =>
  part === null ? row : { ...row, part: { ...part, before_minor: BigInt(part.before_minor) } };

const segments = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<SegmentRow>`
    select g.subscription_id, g.from_on, g.from_second, g.known_on, g.plan_id, g.plan_version, g.price_minor, g.quantity, g.anchor_on, g.anchor_day,
      case when g.bundle_plan_id is not null then jsonb_build_object('bundle_plan_id', g.bundle_plan_id, 'bundle_version', g.bundle_version, 'before_minor', g.before_minor::text) end as part
    from subscriptions.segment g
    where g.account_id = any (${ids}::uuid[]) order by g.account_id, g.subscription_id, g.from_on, g.from_second`.execute(
    tx,
  );
  return Map.groupBy(rows.map(segmentOf), (r) => r.subscription_id);
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
  const { facts, charged } = await accounts(tx, ids);
  const bySubscription = await subscriptions(tx, ids);
  const [plan, resting] = [await segments(tx, ids), await rests(tx, ids)];
  const given = await discounts(tx, ids);
  const waiting = charged ? await charges(tx, ids) : undefined;
  const byAccount = Map.groupBy(bySubscription, (s) => s.account_id);
  return facts.map((a) => ({
    ...a,
    discounts: given.get(a.id) ?? [],
    charges: waiting?.get(a.id) ?? [],
    subscriptions: (byAccount.get(a.id) ?? []).map(
      ({ account_id: _, billed_on, settled_to, recurring_to, usage_to, setup_fee_billed, ...s }) => ({
        ...s,
        segments: plan.get(s.id) ?? [],
        rests: resting.get(s.id) ?? [],
        billed: { billed_on, settled_to, recurring_to, usage_to, setup_fee_billed },
        lines: [],
        usage: [],
        billed_usage: null,
        past_use: [],
        meter_usage: [],
      }),
    ),
  }));
};

const billedPart = ({ before_minor, line_before_minor, ...part }: PartRow<BilledPart>): BilledPart => ({
  ...part,
  before_minor: BigInt(before_minor),
  line_before_minor: BigInt(line_before_minor),
});

type CreditRow = Omit<AsText<StoredCredit, 'net_minor' | 'tax_minor' | 'gross_minor'>, 'taxes'> &
  Pick<Parameters<typeof creditAmounts>[0], 'taxes'>;
type LineRow = Omit<StoredLine, 'credits' | 'taxes' | 'part'> & {
  readonly part: PartRow<BilledPart> | null;
  readonly credits: readonly CreditRow[];
  readonly taxes: readonly LineTaxRow[];
};

/** The recurring lines that reach beyond a day, of some subscriptions, with what was credited of them. Of lines from before a whole period was kept, it is in the trace or the line's own. */
export const billedLines = async (tx: Tx, wanted: readonly LinesWanted[]): Promise<Of<StoredLine>[]> => {
  if (wanted.length === 0) return [];
  const column = <K extends keyof LinesWanted>(k: K) => wanted.map((w) => w[k]);
  const { rows } = await sql<Of<LineRow>>`
    select l.subscription_id, l.invoice_id, l.line_no, l.kind, l.charge_code, l.revision, l.plan_id, l.plan_version, l.description, l.period_from, l.period_to, l.from_second, l.to_second,
      coalesce(l.cycle_from, (l.trace->>'cycle_from')::date, l.period_from) as cycle_from, coalesce(l.cycle_to, (l.trace->>'cycle_to')::date, l.period_to) as cycle_to,
      trim_scale(l.quantity)::text as quantity, l.unit_price_minor::bigint as unit_price_minor, coalesce(l.days, l.period_to - l.period_from) as days,
      l.discount_minor, l.tax_code, l.tax_inclusive, l.net_minor, l.tax_minor, l.gross_minor,
      case when l.trace ? 'bundle_plan_id' then jsonb_build_object('bundle_plan_id', l.trace->'bundle_plan_id', 'bundle_version', l.trace->'bundle_version',
        'before_minor', l.trace->'before_price_minor', 'line_before_minor', l.trace->'before_minor') end as part,
      ${LINE_TAXES} as taxes,
      coalesce((select jsonb_agg(jsonb_build_object('kind', c.kind, 'period_from', c.period_from, 'period_to', c.period_to, 'from_second', c.from_second, 'to_second', c.to_second,
          'net_minor', c.net_minor::text, 'tax_minor', c.tax_minor::text, 'gross_minor', c.gross_minor::text,
          'taxes', ${CREDIT_TAXES}) order by c.credit_no)
        from billing.line_credit c where c.account_id = l.account_id and c.invoice_id = l.invoice_id and c.invoice_line_no = l.line_no), '[]') as credits
    from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('beyond')}::date[]) as w(account_id, subscription_id, beyond)
    join billing.invoice_line l on l.account_id = w.account_id and l.subscription_id = w.subscription_id and l.kind in ('recurring', 'hold_fee')
      and (w.beyond is null or l.period_to > w.beyond)
    join billing.invoice i on i.account_id = l.account_id and i.id = l.invoice_id
    order by l.subscription_id, l.period_from, l.from_second, l.revision`.execute(tx);
  return rows.map((row) => ({
    ...row,
    part: row.part && billedPart(row.part),
    taxes: row.taxes.map(taxOf),
    credits: row.credits.map((credit) => ({ ...credit, ...creditAmounts(credit, row) })),
  }));
};

/** Octets of each wanted period, summed over its quarters of an hour, with a check sum over (session, octets). A period without use has zero. None of an account's copy is early: nobody sends it records. */
export const usageTotals = async (
  tx: Tx,
  wanted: readonly UsageWanted[],
): Promise<(UsageTotal & { readonly subscription_id: Id })[]> => {
  if (wanted.length === 0) return [];
  const column = <K extends keyof UsageWanted>(k: K) => wanted.map((w) => w[k]);
  const { rows } = await sql<UsageTotal & { subscription_id: Id }>`
    select w.subscription_id, w.period_from, w.period_to, coalesce(sum(u.octets), 0)::bigint as octets, count(u.session_id)::int as sessions,
      encode(sha256(coalesce(string_agg(u.session_id || ':' || u.octets, ',' order by u.session_id), '')::bytea), 'hex') as checksum,
      coalesce(bool_or(w.period_to::timestamp at time zone w.zone > (select r.rolled_to from aaa.rollup r)), false) and not ${isCopy('w.subscription_id')} as is_early
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

/** What a version `v` charges by meters, with what each meter is. */
const chargedMeters = sql`case when v.meter_charges = '[]' then '[]'::jsonb else (
  select jsonb_agg(c || jsonb_build_object('meter_id', m.id, 'name', m.name, 'unit_code', m.unit_code, 'unit_size', m.unit_size::text, 'aggregation', m.aggregation) order by n)
  from jsonb_array_elements(v.meter_charges) with ordinality as charge(c, n) join metering.meter m on m.code = c->>'meter') end`;

type MeterRow = Omit<MeterCharge, 'unit_size'> & { readonly unit_size: string };

/** The plans, taxes and groups of taxes that billing knows prices by. */
export const billingTerms = async (tx: Tx): Promise<{ plans: PlanTerms[]; taxes: TaxTerms[]; groups: TaxGroup[] }> => {
  const plans = await sql<Omit<PlanTerms, 'meters'> & { readonly meters: readonly MeterRow[] }>`
    select v.plan_id, v.version as plan_version, p.name as plan_name, p.kind = 'bundle' as is_bundle, v.cycle_unit, v.cycle_count, v.timing, v.proration, v.termination, v.first_part, v.bill_suspended, v.rounding, v.adjustments,
      v.tax_code, v.price_minor, v.setup_fee_minor, v.included_bytes, v.overage_unit_bytes, trim_scale(v.overage_unit_price_minor)::text as overage_unit_price_minor, v.overage_model, v.overage_tiers, v.overage_partial, v.rollover,
      ${chargedMeters} as meters
    from tariffs.plan_version v join tariffs.plan p on p.id = v.plan_id`.execute(tx);
  const taxes = await sql<TaxTerms>`
    select t.code, t.name, trim_scale(t.percent)::text as rate_percent, t.inclusive, t.compound,
      coalesce((select jsonb_agg(jsonb_build_object('effective_from', r.effective_from, 'rate_percent', trim_scale(r.percent)::text) order by r.effective_from)
        from billing.tax_rate r where r.tax_code = t.code), '[]') as changes
    from billing.tax t where t.kind = 'tax'`.execute(tx);
  const groups = await sql<TaxGroup>`
    select t.code, t.inclusive, t.taxes, t.rules from billing.tax t where t.kind = 'group'`.execute(tx);
  const meters = (charges: readonly MeterRow[]) =>
    charges.map((charge) => ({ ...charge, unit_size: BigInt(charge.unit_size) }) as MeterCharge);
  return {
    plans: plans.rows.map((plan) => ({ ...plan, meters: meters(plan.meters) })),
    taxes: taxes.rows,
    groups: groups.rows,
  };
};
