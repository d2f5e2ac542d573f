import type { Currency, Id } from '@isp/values';
import type {
  BillableAccount,
  BillableSubscription,
  BilledPart,
  BundlePart,
  GivenDiscount,
  LinesWanted,
  MeterCharge,
  Party,
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
import { anyOf, sql, type Tx } from '../kernel/db.ts';
import { type AsText, CREDIT_TAXES, creditAmounts, LINE_TAXES, type LineTaxRow, taxOf } from './stored-taxes.ts';

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

type AccountFacts = Omit<BillableAccount, 'subscriptions' | 'discounts' | 'charges' | 'pays_for' | 'billed_before'>;
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
  /** Whether any of them pays for others. */
  readonly paying: boolean;
}

const accounts = async (tx: Tx, ids: readonly Id[]): Promise<KnownAccounts> => {
  const { rows } = await sql<AccountRow & { readonly charged: boolean; readonly paying: boolean }>`
    with asked as (select ${ids}::uuid[] as ids)
    select exists (select 1 from billing.charge c where c.account_id = any ((select ids from asked)::uuid[]) and c.invoice_id is null and c.cancelled_at is null) as charged,
      exists (select 1 from crm.account k where k.payer_id = any ((select ids from asked)::uuid[]) and k.payer_id is not null) as paying,
      a.id, a.currency, a.zone, a.legal_entity_id, e.payment_days, a.number as account_number, a.name, a.street, a.postal_code, a.city, a.region, a.country, a.tax_id, x.exemptions
    from crm.account a join billing.legal_entity e on e.id = a.legal_entity_id
    left join (select t.account_id, jsonb_agg(jsonb_build_object('id', t.id, 'tax_code', t.tax_code, 'kind', t.kind, 'certificate', t.certificate, 'reason', t.reason,
        'from_on', t.from_on, 'to_on', t.to_on, 'known_on', t.known_on) order by t.given_at, t.id) as exemptions
      from billing.tax_exemption t where t.account_id = any ((select ids from asked)::uuid[]) group by t.account_id) x on x.account_id = a.id
    where a.id = any ((select ids from asked)::uuid[]) order by a.id`.execute(tx);
  const facts = rows.map(({ charged: _, paying: __, exemptions, region, ...row }) => {
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
  return { facts, charged: rows[0]?.charged ?? false, paying: rows[0]?.paying ?? false };
};

/** Whom payers pay for, by number. */
const paidFor = async (tx: Tx, payers: readonly Id[]) => {
  const { rows } = await sql<{ id: Id; payer_id: Id }>`
    select a.id, a.payer_id from crm.account a where a.payer_id = ${anyOf(payers)} and a.payer_id is not null order by a.payer_id, a.number collate "C"`.execute(
    tx,
  );
  return rows;
};

/** Accounts that documents were made out to. */
export const parties = async (tx: Tx, ids: readonly Id[]): Promise<readonly Party[]> => (await accounts(tx, ids)).facts;

/** Those that wait, in the order they were made. */
const charges = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<WaitingCharge & { readonly account_id: Id }>`
    select c.account_id, c.id, c.subscription_id, c.plan_id, c.plan_version, c.description, c.quantity, c.unit_price_minor, c.tax_code, c.due_on, c.known_on
    from billing.charge c
    where c.account_id = ${anyOf(ids)} and c.invoice_id is null and c.cancelled_at is null order by c.account_id, c.id`.execute(
    tx,
  );
  return Map.groupBy(rows, (r) => r.account_id);
};

const subscriptions = async (tx: Tx, ids: readonly Id[]): Promise<SubscriptionFacts[]> => {
  const { rows } = await sql<SubscriptionFacts>`
    select s.account_id, s.id, s.parent_id, s.currency, s.started_on, s.ended_on, s.end_known_on, s.transferred_to is not null as is_transferred, case when not s.end_fee_billed and s.end_fee_waived is null then s.end_fee_minor end as end_fee_minor, s.billed_on, s.settled_to, s.recurring_to, s.usage_to, s.setup_fee_billed, s.recount_from
    from subscriptions.subscription s
    where s.account_id = ${anyOf(ids)} and s.state <> 'pending' and s.next_bill_on is not null order by s.account_id, s.id`.execute(
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
    where g.account_id = ${anyOf(ids)} order by g.account_id, g.subscription_id, g.from_on, g.from_second`.execute(tx);
  return Map.groupBy(rows.map(segmentOf), (r) => r.subscription_id);
};

const rests = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<Of<Rest>>`
    select r.subscription_id, r.from_on, r.to_on, r.known_on, r.to_known_on, r.reason, r.hold_fee_minor from subscriptions.rest r
    where r.account_id = ${anyOf(ids)} and r.to_on is distinct from r.from_on order by r.account_id, r.subscription_id, r.from_on`.execute(
    tx,
  );
  return Map.groupBy(rows, (r) => r.subscription_id);
};

/** In the order they were given, without those whose bills are used up. */
const discounts = async (tx: Tx, ids: readonly Id[]) => {
  const { rows } = await sql<GivenDiscount & { readonly account_id: Id }>`
    select d.account_id, d.id, d.name, d.subscription_id, d.base, trim_scale(d.percent)::text as percent, d.amount_minor, d.from_on, d.to_on, d.known_on, d.ended_on, d.ended_known_on, b.bills_left
    from billing.discount d, lateral (select case when d.bills is not null then d.bills - (
      select count(distinct l.invoice_id)::int from billing.line_discount l where l.discount_id = d.id) end as bills_left) b
    where d.account_id = ${anyOf(ids)} and b.bills_left is distinct from 0 order by d.account_id, d.given_at, d.id`.execute(
    tx,
  );
  return Map.groupBy(rows, (r) => r.account_id);
};

/** What of many accounts is read by their ids. */
const readFacts = async (tx: Tx, ids: readonly Id[], charged: boolean) => {
  const bySubscription = await subscriptions(tx, ids);
  const [plan, resting] = [await segments(tx, ids), await rests(tx, ids)];
  const given = await discounts(tx, ids);
  const waiting = charged ? await charges(tx, ids) : undefined;
  const byAccount = Map.groupBy(bySubscription, (s) => s.account_id);
  return (id: Id): Pick<BillableAccount, 'discounts' | 'charges' | 'subscriptions'> => ({
    discounts: given.get(id) ?? [],
    charges: waiting?.get(id) ?? [],
    subscriptions: (byAccount.get(id) ?? []).map(
      ({ billed_on, settled_to, recurring_to, usage_to, setup_fee_billed, ...s }) => ({
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
  });
};

const ALONE = { pays_for: [], billed_before: [] };

/** Payers with those they pay for. */
const withPaidFor = async (
  tx: Tx,
  { facts, charged }: KnownAccounts,
  ids: readonly Id[],
): Promise<BillableAccount[]> => {
  const others = await paidFor(tx, ids);
  const known = await accounts(
    tx,
    others.map(({ id }) => id),
  );
  const served = new Map(known.facts.map((each) => [each.id, each]));
  const of = Map.groupBy(others, ({ payer_id }) => payer_id);
  const factsOf = await readFacts(tx, [...ids, ...served.keys()], charged || known.charged);
  return facts.map((payer) => {
    const pays_for = (of.get(payer.id) ?? []).flatMap(({ id }) => served.get(id) ?? []);
    const all = [payer, ...pays_for].map(({ id }) => factsOf(id));
    return {
      ...payer,
      ...ALONE,
      pays_for,
      discounts: all.flatMap((each) => each.discounts),
      charges: all.flatMap((each) => each.charges),
      subscriptions: all.flatMap((each) => each.subscriptions),
    };
  });
};

/** All that the invoices of these accounts depend on, with those they pay for, but their lines and usage, in a handful of statements however many they are. `alone` leaves out those they pay for. */
export const billableAccounts = async (
  tx: Tx,
  ids: readonly Id[],
  { alone = false } = {},
): Promise<BillableAccount[]> => {
  const known = await accounts(tx, ids);
  if (known.paying && !alone) return withPaidFor(tx, known, ids);
  const factsOf = await readFacts(tx, ids, known.charged);
  return known.facts.map((account) => ({ ...account, ...ALONE, ...factsOf(account.id) }));
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
    select l.account_id, l.subscription_id, l.invoice_id, l.line_no, l.kind, l.charge_code, l.revision, l.plan_id, l.plan_version, l.description, l.period_from, l.period_to, l.from_second, l.to_second,
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
    from unnest(${column('subscription_id')}::uuid[], ${column('beyond')}::date[]) as w(subscription_id, beyond)
    join billing.invoice_line l on l.subscription_id = w.subscription_id and l.kind in ('recurring', 'hold_fee')
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
    select w.subscription_id, w.period_from, w.period_to, u.octets, u.sessions, u.checksum,
      coalesce(w.period_to::timestamp at time zone w.zone > (select r.rolled_to from aaa.rollup r), false) and not ${isCopy('w.subscription_id')} as is_early
    from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('zone')}::text[], ${column('period_from')}::date[], ${column('period_to')}::date[])
      as w(account_id, subscription_id, zone, period_from, period_to)
    cross join lateral (
      select coalesce(sum(s.octets), 0)::bigint as octets, count(*)::int as sessions,
        encode(sha256(coalesce(string_agg(s.session_id || ':' || s.octets, ',' order by s.session_id), '')::bytea), 'hex') as checksum
      from (select q.session_id, sum(q.input_octets + q.output_octets)::bigint as octets from aaa.usage_quarter q
        where q.account_id = w.account_id and q.subscription_id = w.subscription_id
          and q.quarter_at >= (w.period_from::timestamp at time zone w.zone) and q.quarter_at < (w.period_to::timestamp at time zone w.zone)
        group by q.session_id) s) u`.execute(tx);
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
