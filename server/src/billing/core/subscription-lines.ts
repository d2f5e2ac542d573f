import {
  addDays,
  type Day,
  type Decimal,
  decimalFromScaled,
  decimalToMinor,
  later,
  ok,
  type Result,
  refused,
} from '@isp/values';
import type { BillingCatalogue, PlanTerms, UsageTotal } from './billable.ts';
import type { InvoiceLineDraft } from './draft-line.ts';
import { endFeeDueOn, type KnownSubscription, termsOn } from './known-subscription.ts';
import { type ChargeLine, END_FEE } from './lines.ts';
import { PLAN_CHARGE, type PlanCharges } from './subscription-charge.ts';
import { octetsText, type RatedOverage, rateOverage, type UsagePeriod, usagePeriods } from './usage-charge.ts';

const ONE = '1' as Decimal;
/** Of a line that is not charged by its days. */
const WHOLE_DAYS = { revision: 0, from_second: 0, to_second: 0, cycle_from: null, cycle_to: null };
const minorDecimal = (minor: bigint): Decimal => decimalFromScaled(minor, 0);

const planFields = (known: KnownSubscription, terms: PlanTerms, catalogue: BillingCatalogue) => {
  const { plan_id, plan_version, tax_code } = terms;
  const tax = tax_code === null ? undefined : catalogue.taxes.get(tax_code);
  return {
    subscription_id: known.subscription.id,
    charge_code: PLAN_CHARGE,
    plan_id,
    plan_version,
    tax_code,
    tax_inclusive: tax?.inclusive ?? false,
    tax_codes: tax_code === null ? [] : [tax_code],
  };
};

const recurringLine = (known: KnownSubscription, line: ChargeLine, catalogue: BillingCatalogue): InvoiceLineDraft => {
  const terms = catalogue.plans.get(line.price_id) ?? known.terms[0];
  const price = decimalToMinor(line.unit_price, known.currency);
  const { kind, revision, period_from, period_to, from_second, to_second, cycle_from, cycle_to, carried_days } = line;
  return {
    kind,
    ...planFields(known, terms, catalogue),
    revision,
    description: kind === 'hold_fee' ? `${terms.plan_name}: paused` : terms.plan_name,
    due_on: line.due_on,
    period_from,
    period_to,
    from_second,
    to_second,
    cycle_from,
    cycle_to,
    quantity: line.quantity,
    unit_price_minor: minorDecimal(price.ok ? price.value : 0n),
    days: line.days,
    of_days: line.denominator,
    amount_minor: line.amount_minor,
    trace: carried_days === 0 ? {} : { carried_days, carried_minor: `${line.carried_minor}` },
  };
};

const setupLine = (known: KnownSubscription, catalogue: BillingCatalogue, as_of: Day): InvoiceLineDraft[] => {
  const { started_on, billed, segments } = known.subscription;
  const [terms] = known.terms;
  if (billed.setup_fee_billed || terms.setup_fee_minor === 0n || started_on > as_of) return [];
  return [
    {
      kind: 'one_time',
      ...planFields(known, terms, catalogue),
      ...WHOLE_DAYS,
      description: `${terms.plan_name}: set-up`,
      due_on: later(started_on, segments[0]?.known_on ?? started_on),
      period_from: started_on,
      period_to: addDays(started_on, 1),
      quantity: ONE,
      unit_price_minor: minorDecimal(terms.setup_fee_minor),
      days: null,
      of_days: null,
      amount_minor: terms.setup_fee_minor,
      trace: {},
    },
  ];
};

/** What leaving a contract before its term ends costs; taxed as the plan it left. */
const endFeeLine = (known: KnownSubscription, catalogue: BillingCatalogue, as_of: Day): InvoiceLineDraft[] => {
  const { ended_on, end_fee_minor: fee } = known.subscription;
  const due_on = endFeeDueOn(known);
  if (due_on === null || ended_on === null || fee === null || due_on > as_of) return [];
  const terms = termsOn(known, addDays(ended_on, -1));
  return [
    {
      kind: 'one_time',
      ...planFields(known, terms, catalogue),
      ...WHOLE_DAYS,
      charge_code: END_FEE,
      description: `${terms.plan_name}: end before the contract’s`,
      due_on,
      period_from: ended_on,
      period_to: addDays(ended_on, 1),
      quantity: ONE,
      unit_price_minor: minorDecimal(fee),
      days: null,
      of_days: null,
      amount_minor: fee,
      trace: {},
    },
  ];
};

/** `above 20 up to 120 units`, of a step of prices. */
const stepText = ({ from, to }: RatedOverage): string => `above ${from}${to === null ? '' : ` up to ${to}`} units`;

/** One line, or one for each step of prices that the use reached into. */
const linesOfUse = (
  known: KnownSubscription,
  { terms, from, to }: UsagePeriod,
  total: UsageTotal,
  catalogue: BillingCatalogue,
): InvoiceLineDraft[] => {
  const used = `${octetsText(total.octets)} used, ${octetsText(terms.included_bytes)} included`;
  const isStepped = terms.overage_model === 'graduated';
  return rateOverage(terms, total, known.currency).map((overage) => ({
    kind: 'usage',
    ...planFields(known, terms, catalogue),
    ...WHOLE_DAYS,
    revision: overage.tier,
    description: `${terms.plan_name}: ${used}${isStepped ? `, ${stepText(overage)}` : ''}`,
    due_on: to,
    period_from: from,
    period_to: to,
    quantity: overage.quantity,
    unit_price_minor: overage.unit_price_minor,
    days: null,
    of_days: null,
    amount_minor: overage.amount_minor,
    trace: {
      total_bytes: `${total.octets}`,
      included_bytes: `${terms.included_bytes}`,
      billed_bytes: `${overage.octets}`,
      unit_bytes: `${terms.overage_unit_bytes}`,
      sessions: total.sessions,
      checksum: total.checksum,
      ...(terms.overage_model === 'flat' ? {} : { model: terms.overage_model, tier: overage.tier }),
    },
  }));
};

/** A line for each closed period with use, and for the last one even without: it says how far usage is billed. */
const usageLines = (
  known: KnownSubscription,
  catalogue: BillingCatalogue,
  as_of: Day,
): Result<InvoiceLineDraft[], string> => {
  const periods = usagePeriods(known, as_of);
  const lines: InvoiceLineDraft[] = [];
  for (const [i, period] of periods.entries()) {
    const total = known.subscription.usage.find(
      (each) => each.period_from === period.from && each.period_to === period.to,
    );
    if (total === undefined) return refused(`the usage from ${period.from} to ${period.to} was not read`);
    if (total.octets > 0n || i === periods.length - 1) lines.push(...linesOfUse(known, period, total, catalogue));
  }
  return ok(lines);
};

/** The lines of a subscription that are due by a day: its set-up fee, what its plan costs, its use of closed periods, and what its end costs, in this order. */
export const subscriptionLines = (
  known: KnownSubscription,
  { lines }: Pick<PlanCharges, 'lines'>,
  catalogue: BillingCatalogue,
  as_of: Day,
): Result<InvoiceLineDraft[], string> => {
  const usage = usageLines(known, catalogue, as_of);
  if (!usage.ok) return usage;
  const recurring = lines.filter((line) => line.amount_minor > 0n).map((line) => recurringLine(known, line, catalogue));
  return ok([
    ...setupLine(known, catalogue, as_of),
    ...recurring,
    ...usage.value,
    ...endFeeLine(known, catalogue, as_of),
  ]);
};
