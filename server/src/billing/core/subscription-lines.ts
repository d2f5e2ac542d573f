import { addDays, type Decimal, decimalFromScaled, decimalToMinor, later, ok, type Result, refused } from '@isp/values';
import type { BilledPart } from './bundle-part.ts';
import type { InvoiceLineDraft } from './draft-line.ts';
import { endFeeDueOn, type KnownSubscription, termsOfPrice, termsOn } from './known-subscription.ts';
import type { Liability } from './liability.ts';
import { type ChargeLine, END_FEE } from './lines.ts';
import { meterLines } from './meter-lines.ts';
import type { PlanCharges } from './subscription-charge.ts';
import { usagePeriods } from './usage-charge.ts';
import { linesOfUse, planFields, WHOLE_DAYS } from './usage-lines.ts';

const ONE = '1' as Decimal;
const minorDecimal = (minor: bigint): Decimal => decimalFromScaled(minor, 0);

const partTrace = ({ bundle_plan_id, bundle_version, before_minor, line_before_minor }: BilledPart) => ({
  bundle_plan_id,
  bundle_version,
  before_price_minor: `${before_minor}`,
  before_minor: `${line_before_minor}`,
});

const recurringLine = (known: KnownSubscription, line: ChargeLine, on: Liability): InvoiceLineDraft => {
  const terms = termsOfPrice(known, line.price_id);
  const price = decimalToMinor(line.unit_price, known.currency);
  const { kind, revision, period_from, period_to, from_second, to_second, cycle_from, cycle_to, carried_days, part } =
    line;
  return {
    kind,
    ...planFields(known, terms, on),
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
    trace: {
      ...(carried_days === 0 ? {} : { carried_days, carried_minor: `${line.carried_minor}` }),
      ...(part ? partTrace(part) : {}),
    },
    ...(part ? { part } : {}),
  };
};

const setupLine = (known: KnownSubscription, on: Liability): InvoiceLineDraft[] => {
  const { started_on, billed, segments } = known.subscription;
  const [terms] = known.terms;
  if (billed.setup_fee_billed || terms.setup_fee_minor === 0n || started_on > on.on) return [];
  return [
    {
      kind: 'one_time',
      ...planFields(known, terms, on),
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
const endFeeLine = (known: KnownSubscription, on: Liability): InvoiceLineDraft[] => {
  const { ended_on, end_fee_minor: fee } = known.subscription;
  const due_on = endFeeDueOn(known);
  if (due_on === null || ended_on === null || fee === null || due_on > on.on) return [];
  const terms = termsOn(known, addDays(ended_on, -1));
  return [
    {
      kind: 'one_time',
      ...planFields(known, terms, on),
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

/** A line for each closed period with use, and for the last one even without: it says how far usage is billed. */
const usageLines = (known: KnownSubscription, on: Liability): Result<InvoiceLineDraft[], string> => {
  const periods = usagePeriods(known, on.on);
  const lines: InvoiceLineDraft[] = [];
  for (const [i, period] of periods.entries()) {
    const total = known.subscription.usage.find(
      (each) => each.period_from === period.from && each.period_to === period.to,
    );
    if (total === undefined) return refused(`the usage from ${period.from} to ${period.to} was not read`);
    if (total.octets > 0n || i === periods.length - 1) lines.push(...linesOfUse(known, period, total, on));
  }
  return ok(lines);
};

/** The lines of a subscription that are due by a day: its set-up fee, what its plan costs, its use of closed periods, octets before meters, and what its end costs, in this order, with the taxes on them. */
export const subscriptionLines = (
  known: KnownSubscription,
  { lines }: Pick<PlanCharges, 'lines'>,
  on: Liability,
): Result<InvoiceLineDraft[], string> => {
  const usage = usageLines(known, on);
  if (!usage.ok) return usage;
  const metered = meterLines(known, on);
  if (!metered.ok) return metered;
  const recurring = lines.filter((line) => line.amount_minor > 0n).map((line) => recurringLine(known, line, on));
  return ok([...setupLine(known, on), ...recurring, ...usage.value, ...metered.value, ...endFeeLine(known, on)]);
};
