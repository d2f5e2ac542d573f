import {
  addDays,
  type Day,
  type Decimal,
  daysBetween,
  decimalFromScaled,
  earlier,
  later,
  minorToDecimal,
  ok,
  periodContaining,
  periodDays,
  type Result,
  refused,
} from '@isp/values';
import { cycleOf, type PlanTerms, type Rest } from './billable.ts';
import type { InvoiceLineDraft } from './draft-line.ts';
import type { KnownSubscription } from './known-subscription.ts';
import { type Liability, lineTaxes } from './liability.ts';
import {
  beyondIncluded,
  type MeterCharge,
  type MeterTotal,
  minimumOf,
  type RatedMeter,
  rateMeter,
} from './meter-charge.ts';
import { type ClosedUse, closedUse } from './usage-charge.ts';

const ONE = '1' as Decimal;
const WHOLE = { from_second: 0, to_second: 0, cycle_from: null, cycle_to: null, days: null, of_days: null };

const hasMeters = (terms: PlanTerms): terms is PlanTerms => terms.meters.length > 0;

/** The periods of a subscription that are over by `as_of`, whose plan charges by meters, and that are not billed yet. */
export const meterPeriods = (known: KnownSubscription, as_of: Day): ClosedUse<PlanTerms>[] =>
  known.terms.some(hasMeters) ? closedUse(known, as_of, hasMeters) : [];

/** As it was known on a day. */
const restEnd = ({ to_on, to_known_on }: Rest, known_on: Day): Day | null =>
  to_known_on !== null && to_known_on > known_on ? null : to_on;

/** Days of a period that are charged, as known when it is over: before the subscription's end, and not at rest. */
const chargedDays = ({ subscription }: KnownSubscription, { from, to, terms }: ClosedUse<PlanTerms>): number => {
  const { ended_on, rests } = subscription;
  const last = terms.termination === 'inclusive' ? 1 : 0;
  const end = ended_on === null ? to : earlier(to, addDays(ended_on, last));
  let days = Math.max(0, daysBetween(from, end));
  let at = from;
  for (const rest of rests) {
    if (rest.known_on > to || (terms.bill_suspended && rest.reason === 'suspension')) continue;
    const begins = later(at, rest.from_on);
    const ends = earlier(end, restEnd(rest, to) ?? end);
    if (ends <= begins) continue;
    days -= daysBetween(begins, ends);
    at = ends;
  }
  return days;
};

/** One charge in one closed period. */
interface Metered {
  readonly known: KnownSubscription;
  readonly period: ClosedUse<PlanTerms>;
  readonly charge: MeterCharge;
  readonly total: MeterTotal;
  readonly on: Liability;
}

type Amount = Pick<
  InvoiceLineDraft,
  'revision' | 'description' | 'quantity' | 'unit_price_minor' | 'amount_minor' | 'trace'
>;

const lineOf = ({ known, period, charge, on }: Metered, amount: Amount): InvoiceLineDraft => {
  const { plan_id, plan_version, tax_code } = period.terms;
  return {
    kind: 'usage',
    subscription_id: known.subscription.id,
    charge_code: charge.meter,
    plan_id,
    plan_version,
    ...lineTaxes(tax_code, on),
    ...WHOLE,
    due_on: period.to,
    period_from: period.from,
    period_to: period.to,
    ...amount,
  };
};

/** Counted things in units as people write them, cut after three digits: `2.5 min`. */
const inUnits = (count: bigint, { unit_size, unit_code }: MeterCharge): string => {
  const thousandths = ((count * 1000n) / unit_size).toString().padStart(4, '0');
  const digits = thousandths.slice(-3).replace(/0+$/, '');
  return `${thousandths.slice(0, -3)}${digits === '' ? '' : `.${digits}`} ${unit_code}`;
};

const TOTALS: Readonly<Record<MeterCharge['aggregation'], (amount: string, records: number) => string>> = {
  sum: (amount) => `${amount} used`,
  count: (amount) => `${amount} used`,
  max: (amount) => `${amount} at most`,
  p95: (amount, records) => `${amount}, the 95th percentile of ${records} samples`,
};

const usedText = ({ charge, total }: Metered): string => {
  const used = TOTALS[charge.aggregation](inUnits(total.total, charge), total.records);
  const included = charge.included_units > 0 ? `, ${charge.included_units} ${charge.unit_code} included` : '';
  const late = total.late_records > 0 ? `, ${total.late_records} recorded late` : '';
  return `${used}${included}${late}`;
};

const ofWhat = ({ charge }: Metered, { what, from, to, quantity }: RatedMeter): string => {
  if (what === 'record') return ', fee of each record';
  if (charge.model === 'package') return `, by ${charge.package_units} ${charge.unit_code}`;
  if (charge.model === 'percentage') return `, ${charge.percent} %`;
  return charge.model === 'graduated' && quantity !== '0'
    ? `, above ${from}${to === null ? '' : ` up to ${to}`} ${charge.unit_code}`
    : '';
};

/** What is counted on a line: packages and records too. */
const countedIn = ({ unit_code }: MeterCharge, { what }: RatedMeter): string => (what === 'unit' ? unit_code : what);

const traceOf = ({ charge, total }: Metered): InvoiceLineDraft['trace'] => ({
  meter: charge.meter,
  aggregation: charge.aggregation,
  model: charge.model,
  total: `${total.total}`,
  unit_size: `${charge.unit_size}`,
  included_units: charge.included_units,
  billed: `${beyondIncluded(charge, total)}`,
  records: total.records,
  late_records: total.late_records,
  checksum: total.checksum,
});

const titleOf = ({ period, charge }: Metered): string => `${period.terms.plan_name}: ${charge.name}`;

/** What is missing to the least that the period costs, when what was used costs less. */
const minimumLines = (metered: Metered, rated: bigint, revision: number): InvoiceLineDraft[] => {
  const { known, period, charge } = metered;
  const { terms, segment, from } = period;
  const of_days = periodDays(periodContaining(segment, cycleOf(terms), from));
  const days = chargedDays(known, period);
  const least = minimumOf(charge, { days, of_days }, terms.rounding);
  if (least <= rated) return [];
  const amount_minor = least - rated;
  const part = days === of_days ? '' : ` for ${days} of ${of_days} days`;
  return [
    lineOf(metered, {
      revision,
      description: `${titleOf(metered)}, minimum commitment${part}: ${minorToDecimal(least, known.currency)} less ${minorToDecimal(rated, known.currency)} used`,
      quantity: ONE,
      unit_price_minor: decimalFromScaled(amount_minor, 0),
      amount_minor,
      trace: {
        ...traceOf(metered),
        minimum_minor: charge.minimum_minor,
        least_minor: `${least}`,
        rated_minor: `${rated}`,
        days,
        of_days,
      },
    }),
  ];
};

const linesOf = (metered: Metered): InvoiceLineDraft[] => {
  const { known, period, charge, total } = metered;
  const rated = rateMeter(charge, total, known.currency, period.terms.rounding);
  const used = rated.map((each, revision) =>
    lineOf(metered, {
      revision,
      description: `${titleOf(metered)}, ${usedText(metered)}${ofWhat(metered, each)}`,
      quantity: each.quantity,
      unit_price_minor: each.unit_price_minor,
      amount_minor: each.amount_minor,
      trace: { ...traceOf(metered), unit: countedIn(charge, each) },
    }),
  );
  const sum = rated.reduce((all, { amount_minor }) => all + amount_minor, 0n);
  return [...used, ...minimumLines(metered, sum, used.length)];
};

/**
 * What a subscription's meters are charged for closed periods: for each charge a line, or one for each step of prices that was reached, and what is missing to its minimum. A period without use has
 * none, unless it is the last or has a minimum.
 */
export const meterLines = (known: KnownSubscription, on: Liability): Result<InvoiceLineDraft[], string> => {
  const periods = meterPeriods(known, on.on);
  const lines: InvoiceLineDraft[] = [];
  for (const [i, period] of periods.entries())
    for (const charge of period.terms.meters) {
      const total = known.subscription.meter_usage.find(
        (each) => each.meter === charge.meter && each.period_from === period.from && each.period_to === period.to,
      );
      if (total === undefined)
        return refused(`the use by meter ${charge.meter} from ${period.from} to ${period.to} was not read`);
      const made = linesOf({ known, period, charge, total, on });
      if (total.records > 0 || i === periods.length - 1 || made.some(({ amount_minor }) => amount_minor > 0n))
        lines.push(...made);
    }
  return ok(lines);
};
