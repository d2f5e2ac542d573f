/** For tests: billable accounts in few words. */
import { type Cycle, currency, type Day, day, decimal } from '@isp/values';
import { afterDraft } from './after-draft.ts';
import {
  type BillableAccount,
  type BillableSubscription,
  type BilledSoFar,
  billingCatalogue,
  type PlanTerms,
} from './billable.ts';
import type { GivenDiscount } from './discount.ts';
import { type Drafted, draftInvoice, type InvoiceDraft, linesWanted } from './draft-invoice.ts';

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
  ...more,
});

/** 100 GB included, 0.50 a GB beyond. */
const METERED = {
  included_bytes: 100n * GB,
  overage_unit_bytes: GB,
  overage_unit_price_minor: decimal('50.000000'),
};

/** Plans `plain`, `late` (in arrears), `metered`, `taxed` (20 %), `reduced` (7 %), `gross` (20 % inside), `fee` (set-up 25.00), `yearly`. */
export const CATALOGUE = billingCatalogue(
  [
    plan('plain'),
    plan('late', { timing: 'arrears' }),
    plan('metered', METERED),
    plan('taxed', { tax_code: 'vat20' }),
    plan('reduced', { tax_code: 'vat7' }),
    plan('gross', { tax_code: 'vat20i' }),
    plan('fee', { setup_fee_minor: 2500n }),
    plan('yearly', { cycle_unit: 'year' }),
    plan('kept', { adjustments: 'none' }),
    plan('waits', { adjustments: 'credit-next-invoice' }),
    plan('refunds', { adjustments: 'refund' }),
    plan('served', { termination: 'inclusive', tax_code: 'vat20' }),
    plan('untaxable', { tax_code: 'lost' }),
  ],
  [
    { code: 'vat20', name: 'VAT', rate_percent: decimal('20'), compound: false, inclusive: false },
    { code: 'vat7', name: 'Reduced VAT', rate_percent: decimal('7'), compound: false, inclusive: false },
    { code: 'vat20i', name: 'VAT', rate_percent: decimal('20'), compound: false, inclusive: true },
  ],
);

interface SubscriptionOptions
  extends Omit<Partial<BillableSubscription>, 'started_on' | 'ended_on' | 'segments' | 'rests' | 'usage'> {
  readonly anchor_day?: number;
  readonly ended_on?: string;
  readonly suspensions?: readonly (readonly [string, string | null])[];
  readonly price_minor?: bigint;
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
    ...anchor,
  });
  return {
    id: `sub-${plan_id}`,
    currency: 'EUR',
    started_on,
    ended_on: ended_on === undefined ? null : day(ended_on),
    end_known_on: ended_on === undefined ? null : started_on,
    end_fee_minor: null,
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
    lines: [],
    usage: usage.map(([period_from, period_to, gb]) => ({
      period_from: day(period_from),
      period_to: day(period_to),
      octets: gb * GB,
      sessions: 3,
      checksum: 'c',
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
  discounts: [],
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
): { readonly found: string[]; readonly drafts: Drafted[] } => {
  let now: BillableAccount = { ...account(first), discounts };
  let isEndBilled = false;
  const drafts = days.map(([on, change = {}]) => {
    const told = isEndBilled ? { ...change, end_fee_minor: null } : change;
    now = { ...now, subscriptions: now.subscriptions.map((each) => ({ ...each, ...told })) };
    const drafted = draftInvoice(asRead(now, day(on)), CATALOGUE, day(on));
    isEndBilled ||= drafted.next.some(({ end_fee_billed }) => end_fee_billed);
    now = afterDraft(now, drafted);
    return drafted;
  });
  return { found: drafts.flatMap(shortAll), drafts };
};
