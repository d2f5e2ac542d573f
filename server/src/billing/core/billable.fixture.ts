/** For tests: billable accounts in few words. */
import { type Cycle, currency, type Day, day, decimal } from '@isp/values';
import { afterDraft } from './after-draft.ts';
import {
  type BillableAccount,
  type BillableSubscription,
  type BilledSoFar,
  billingCatalogue,
  type PlanTerms,
  type WaitingCharge,
} from './billable.ts';
import type { GivenDiscount } from './discount.ts';
import { type Drafted, draftInvoice, type InvoiceDraft, linesWanted, metersWanted } from './draft-invoice.ts';
import type { MeterCharge } from './meter-charge.ts';
import type { TaxTerms } from './tax-terms.ts';

const GB = 1_000_000_000n;

/** A monthly plan in advance without tax, unmetered unless said. */
export const plan = (plan_id: string, more: Partial<PlanTerms> = {}): PlanTerms => ({
  plan_id,
  plan_version: 1,
  plan_name: plan_id,
  cycle_unit: 'month' as Cycle['unit'],
  cycle_count: 1,
  timing: 'advance',
  proration: 'day',
  termination: 'exclusive',
  first_part: 'separately',
  bill_suspended: false,
  rounding: 'half-up',
  adjustments: 'credit-now',
  tax_code: null,
  price_minor: 3000n,
  setup_fee_minor: 0n,
  included_bytes: null,
  overage_unit_bytes: null,
  overage_unit_price_minor: null,
  overage_model: 'flat',
  overage_tiers: [],
  overage_partial: 'exact',
  rollover: null,
  meters: [],
  ...more,
});

const LAYERS = ['fed', 'state', 'city'];

/** 100 GB included, 0.50 a GB beyond. */
const METERED = {
  included_bytes: 100n * GB,
  overage_unit_bytes: GB,
  overage_unit_price_minor: decimal('50.000000'),
};

/** A tax without a change of its rate, on top of prices unless said. */
export const tax = (code: string, percent: string, more: Partial<TaxTerms> = {}): TaxTerms => ({
  code,
  name: code,
  rate_percent: decimal(percent),
  compound: false,
  inclusive: false,
  changes: [],
  ...more,
});

const CALLS = {
  meter_id: 'calls',
  meter: 'calls',
  name: 'Calls',
  unit_code: 'min',
  unit_size: 60n,
  aggregation: 'sum',
  included_units: 10,
} as const;

/** 10 min included, 0.10 a minute, 50.00 a period at least; and by steps without a minimum. */
const CALLING: MeterCharge = {
  ...CALLS,
  model: 'flat',
  unit_price_minor: decimal('10'),
  partial: 'exact',
  minimum_minor: 5000,
};
const STEPPED: MeterCharge = {
  ...CALLS,
  model: 'graduated',
  tiers: [
    { up_to: decimal('60'), unit_price_minor: decimal('10') },
    { up_to: null, unit_price_minor: decimal('5') },
  ],
  partial: 'up',
  minimum_minor: 0,
};

/** Plans `plain`, `late` (in arrears), `metered`, `rolling` (metered, what is left rolls over for two periods), `taxed` (20 %), `reduced` (7 %), `gross` (20 % inside), `fee` (set-up 25.00), `yearly`, `calling` and `stepped` (by a meter), `rising` (20 %, from March 2024 on 25 %), `layered` (three taxes, the second compound), `layered-gross` (the same inside), `placed` (by place: `vat20`, in CA the layers), `bundle` and `late-bundle`, of which parts are sold. */
export const CATALOGUE = billingCatalogue(
  [
    plan('plain'),
    plan('late', { timing: 'arrears' }),
    plan('metered', METERED),
    plan('rolling', { ...METERED, rollover: { periods: 2, most_bytes: null, most_percent: 150, used: 'first' } }),
    plan('taxed', { tax_code: 'vat20' }),
    plan('reduced', { tax_code: 'vat7' }),
    plan('gross', { tax_code: 'vat20i' }),
    plan('fee', { setup_fee_minor: 2500n }),
    plan('yearly', { cycle_unit: 'year' }),
    plan('calling', { meters: [CALLING] }),
    plan('stepped', { meters: [STEPPED] }),
    plan('kept', { adjustments: 'none' }),
    plan('waits', { adjustments: 'credit-next-invoice' }),
    plan('refunds', { adjustments: 'refund' }),
    plan('served', { termination: 'inclusive', tax_code: 'vat20' }),
    plan('rising', { tax_code: 'rising' }),
    plan('layered', { tax_code: 'layers' }),
    plan('layered-gross', { tax_code: 'layers-inside' }),
    plan('placed', { tax_code: 'by-place' }),
    plan('untaxable', { tax_code: 'lost' }),
    plan('bundle', { is_bundle: true }),
    plan('late-bundle', { is_bundle: true, timing: 'arrears' }),
  ],
  [
    tax('vat20', '20', { name: 'VAT', inclusive: false }),
    tax('vat7', '7', { name: 'Reduced VAT', inclusive: false }),
    tax('vat20i', '20', { name: 'VAT', inclusive: true }),
    tax('rising', '20', { changes: [{ effective_from: day('2024-03-01'), rate_percent: decimal('25') }] }),
    tax('fed', '5'),
    tax('state', '9.975', { compound: true }),
    tax('city', '1.25'),
  ],
  [
    { code: 'layers', inclusive: false, taxes: LAYERS, rules: [] },
    { code: 'layers-inside', inclusive: true, taxes: LAYERS, rules: [] },
    {
      code: 'by-place',
      inclusive: false,
      taxes: ['vat20'],
      rules: [{ country: 'CA', region: null, postal_prefix: null, taxes: LAYERS }],
    },
  ],
);

interface SubscriptionOptions
  extends Omit<Partial<BillableSubscription>, 'started_on' | 'ended_on' | 'segments' | 'rests' | 'usage'> {
  readonly anchor_day?: number;
  readonly ended_on?: string;
  readonly suspensions?: readonly (readonly [string, string | null])[];
  readonly price_minor?: bigint;
  readonly quantity?: number;
  readonly usage?: readonly (readonly [string, string, bigint])[];
  /** Later plans: from day, plan, price, the day it was recorded when not the first. */
  readonly changes?: readonly (readonly [string, string, bigint, string?])[];
}

/** Never billed yet. */
export const NOT_BILLED: BilledSoFar = {
  billed_on: null,
  settled_to: null,
  recurring_to: null,
  usage_to: null,
  setup_fee_billed: false,
};

/** A subscription of a plan at 30.00 from a day on, billed from `anchor_day` (the first) of each month, never billed yet unless said. What is known of it is known from the start. */
export const subscribed = (plan_id: string, from: string, options: SubscriptionOptions = {}): BillableSubscription => {
  const {
    ended_on,
    suspensions = [],
    price_minor = 3000n,
    quantity = 1,
    usage = [],
    changes = [],
    anchor_day = 1,
    ...rest
  } = options;
  const started_on = day(from);
  const anchor = { anchor_on: day(`${from.slice(0, 8)}01`), anchor_day };
  const segment = (on: string, id: string, price: bigint, known = from) => ({
    from_on: day(on),
    from_second: 0,
    known_on: day(known),
    plan_id: id,
    plan_version: 1,
    price_minor: price,
    quantity,
    ...anchor,
  });
  return {
    account_id: 'account',
    id: `sub-${plan_id}`,
    currency: 'EUR',
    started_on,
    ended_on: ended_on === undefined ? null : day(ended_on),
    end_known_on: ended_on === undefined ? null : started_on,
    end_fee_minor: null,
    is_transferred: false,
    segments: [segment(from, plan_id, price_minor), ...changes.map((change) => segment(...change))],
    rests: suspensions.map(([from_on, to_on]) => ({
      from_on: day(from_on),
      to_on: to_on === null ? null : day(to_on),
      known_on: day(from_on),
      to_known_on: to_on === null ? null : day(to_on),
      reason: 'suspension',
      hold_fee_minor: null,
    })),
    billed: NOT_BILLED,
    recount_from: null,
    billed_usage: null,
    past_use: [],
    lines: [],
    meter_usage: [],
    usage: usage.map(([period_from, period_to, gb]) => ({
      period_from: day(period_from),
      period_to: day(period_to),
      octets: gb * GB,
      sessions: 3,
      checksum: 'c',
      is_early: false,
    })),
    ...rest,
  };
};

/** An account with these subscriptions, due in 14 days. */
export const account = (...subscriptions: readonly BillableSubscription[]): BillableAccount => ({
  id: 'account',
  currency: currency('EUR'),
  zone: 'Europe/Berlin',
  legal_entity_id: 'entity',
  payment_days: 14,
  recipient: {
    account_number: 'A100001',
    name: 'A',
    street: null,
    postal_code: null,
    city: null,
    country: 'DE',
    tax_id: null,
  },
  pays_for: [],
  billed_before: [],
  discounts: [],
  charges: [],
  exemptions: [],
  subscriptions,
});

/** The lines of a draft as one looks at them: kind, period, net. */
export const short = (invoice: InvoiceDraft | null): string[] =>
  (invoice?.lines ?? []).map(
    (line) =>
      `${line.kind} ${line.period_from}…${line.period_to} ${line.net_minor}${line.days === line.of_days ? '' : ` ${line.days}/${line.of_days}`}`,
  );

/** The same with the credits that go out with it. */
export const shortAll = (drafted: Drafted): string[] => [
  ...short(drafted.invoice),
  ...drafted.credits.flatMap(({ lines, to_refund }) =>
    lines.map(
      (line) =>
        `${to_refund ? 'refund' : 'credit'} ${line.period_from}…${line.period_to} ${line.net_minor} ${line.days}/${line.of_days}`,
    ),
  ),
];

/** Seconds of calls on a day. */
export interface Called {
  readonly on: Day;
  readonly seconds: bigint;
}

/** The account with what a run of a day reads of its calls. */
export const withCalls = (all: BillableAccount, as_of: Day, calls: readonly Called[]): BillableAccount => {
  const totals = Map.groupBy(metersWanted(all, CATALOGUE, as_of), (wanted) => wanted.subscription_id);
  const totalOf = ({ meter, period_from, period_to }: { meter: string; period_from: Day; period_to: Day }) => {
    const of = calls.filter(({ on }) => on >= period_from && on < period_to);
    const total = of.reduce((sum, { seconds }) => sum + seconds, 0n);
    return { meter, period_from, period_to, total, records: of.length, late_records: 0, checksum: 'c' };
  };
  const meter_usage = (id: string) => (totals.get(id) ?? []).map(totalOf);
  return { ...all, subscriptions: all.subscriptions.map((each) => ({ ...each, meter_usage: meter_usage(each.id) })) };
};

/** The account with no more lines than a run reads. */
const asRead = (all: BillableAccount, as_of: Day): BillableAccount => {
  const wanted = new Map(linesWanted(all, CATALOGUE, as_of).map((want) => [want.subscription_id, want]));
  const isRead = (id: string, period_to: Day) => {
    const want = wanted.get(id);
    return want !== undefined && (want.beyond === null || period_to > want.beyond);
  };
  return {
    ...all,
    subscriptions: all.subscriptions.map((each) => ({
      ...each,
      lines: each.lines.filter((line) => isRead(each.id, line.period_to)),
    })),
  };
};

/** Runs on each of the days, each time with what is known of the subscription from then on; what is found is issued. */
export const runs = (
  first: BillableSubscription,
  days: readonly (readonly [string, Partial<BillableSubscription>?])[],
  discounts: readonly GivenDiscount[] = [],
  charges: readonly WaitingCharge[] = [],
  exemptions: BillableAccount['exemptions'] = [],
  calls: readonly Called[] = [],
): { readonly found: string[]; readonly drafts: Drafted[] } => {
  let now: BillableAccount = { ...account(first), discounts, charges, exemptions };
  let isEndBilled = false;
  const drafts = days.map(([on, change = {}]) => {
    const told = isEndBilled ? { ...change, end_fee_minor: null } : change;
    now = { ...now, subscriptions: now.subscriptions.map((each) => ({ ...each, ...told })) };
    const drafted = draftInvoice(withCalls(asRead(now, day(on)), day(on), calls), CATALOGUE, day(on));
    isEndBilled ||= drafted.next.some(({ end_fee_billed }) => end_fee_billed);
    now = afterDraft(now, drafted);
    return drafted;
  });
  return { found: drafts.flatMap(shortAll), drafts };
};

/** Of each tax of each invoice line of some runs, what is left when their credits are taken away. */
export const taxesLeft = (drafts: readonly Drafted[]): bigint[] => {
  const left = new Map<string, bigint>();
  const add = (key: string, minor: bigint) => left.set(key, (left.get(key) ?? 0n) + minor);
  for (const { invoice, credits } of drafts) {
    const id = `draft of ${invoice?.issued_on}`;
    for (const [i, line] of (invoice?.lines ?? []).entries())
      for (const tax of line.taxes) add(`${id}:${i + 1}:${tax.code}`, tax.tax_minor);
    for (const { of, taxes } of credits.flatMap(({ lines }) => lines))
      for (const tax of taxes) add(`${of.invoice_id ?? id}:${of.line_no}:${tax.code}`, -tax.tax_minor);
  }
  return [...left.values()];
};
