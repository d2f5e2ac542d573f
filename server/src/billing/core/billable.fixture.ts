/** For tests: billable accounts in few words. */
import { type Cycle, currency, day, decimal } from '@isp/values';
import { type BillableAccount, type BillableSubscription, billingCatalogue, type PlanTerms } from './billable.ts';
import type { InvoiceDraft } from './draft-invoice.ts';

const GB = 1_000_000_000n;

/** A monthly plan in advance without tax, unmetered unless said. */
export const plan = (plan_id: string, more: Partial<PlanTerms> = {}): PlanTerms => ({
  plan_id,
  plan_version: 1,
  plan_name: plan_id,
  cycle_unit: 'month' as Cycle['unit'],
  cycle_count: 1,
  timing: 'advance',
  tax_code: null,
  setup_fee_minor: 0n,
  included_bytes: null,
  overage_unit_bytes: null,
  overage_unit_price_minor: null,
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
    plan('untaxable', { tax_code: 'lost' }),
  ],
  [
    { code: 'vat20', name: 'VAT', rate_percent: decimal('20'), compound: false, inclusive: false },
    { code: 'vat7', name: 'Reduced VAT', rate_percent: decimal('7'), compound: false, inclusive: false },
    { code: 'vat20i', name: 'VAT', rate_percent: decimal('20'), compound: false, inclusive: true },
  ],
);

interface SubscriptionOptions
  extends Omit<Partial<BillableSubscription>, 'started_on' | 'ended_on' | 'anchor_on' | 'suspensions' | 'usage'> {
  readonly ended_on?: string;
  readonly suspensions?: readonly (readonly [string, string | null])[];
  readonly price_minor?: bigint;
  readonly usage?: readonly (readonly [string, string, bigint])[];
  /** Later plans: from day, plan, price. */
  readonly changes?: readonly (readonly [string, string, bigint])[];
}

/** A subscription of a plan at 30.00 from a day on, billed from `anchor_day` (the first) of each month, never billed yet unless said. */
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
  return {
    id: `sub-${plan_id}`,
    currency: 'EUR',
    started_on,
    ended_on: ended_on === undefined ? null : day(ended_on),
    anchor_on: day(`${from.slice(0, 8)}01`),
    anchor_day,
    price_override_minor: null,
    segments: [
      { from_on: started_on, plan_id, plan_version: 1, price_minor },
      ...changes.map(([on, id, price]) => ({ from_on: day(on), plan_id: id, plan_version: 1, price_minor: price })),
    ],
    suspensions: suspensions.map(([from_on, to_on]) => ({
      from_on: day(from_on),
      to_on: to_on === null ? null : day(to_on),
    })),
    billed: { recurring_to: null, usage_to: null, setup_fee: false },
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
  subscriptions,
});

/** The lines of a draft as one looks at them: kind, period, net. */
export const short = (invoice: InvoiceDraft | null): string[] =>
  (invoice?.lines ?? []).map(
    (line) =>
      `${line.kind} ${line.period_from}…${line.period_to} ${line.net_minor}${line.days === null ? '' : ` ${line.days}/${line.of_days}`}`,
  );
