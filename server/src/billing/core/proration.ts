import {
  type Currency,
  type Cycle,
  currencyExponent,
  type Decimal,
  decimalScale,
  decimalUnscaled,
  powerOfTen,
  type RoundingMode,
  roundRatio,
} from '@isp/values';

/**
 * How a part of a period is measured (billing-rules, options): by its calendar days (rule D), by its seconds, by days of a month that always has
 * 30, or not at all: `full` charges a begun period whole and `none` charges only whole periods; neither gives anything back for a used one.
 */
export type ProrationUnit = 'day' | 'second' | '30-day' | 'full' | 'none';

/** A stretch of time in seconds of the local calendar, where every day has 86 400: clock changes do not exist here. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The part `units ÷ denominator` of a whole period, kept as it was counted so that a line can show it: 29/31. */
export interface Share {
  readonly units: number;
  readonly denominator: number;
}

/** Seconds of a local calendar day. */
export const DAY_SECONDS = 86_400;

const civilDays = (cycle: Cycle): number => {
  if (cycle.unit === 'month') return cycle.count * 30;
  if (cycle.unit === 'year') return cycle.count * 360;
  return cycle.unit === 'week' ? cycle.count * 7 : cycle.count;
};

/** What a whole period counts under a unit: its days, its seconds, 30 a month (360 a year), or 1. `whole` is its length in seconds. */
const wholeUnits = (unit: ProrationUnit, whole: number, cycle: Cycle): number => {
  if (unit === 'day') return whole / DAY_SECONDS;
  if (unit === 'second') return whole;
  return unit === '30-day' ? civilDays(cycle) : 1;
};

/**
 * What `part` seconds of a period of `whole` seconds count: rule D3, days billed ÷ days of the whole anchor-aligned period. A whole period always counts
 * whole, so the last day of February makes 30/30 of it under `30-day`.
 */
export const shareOf = (unit: ProrationUnit, part: number, whole: number, cycle: Cycle): Share => {
  const denominator = wholeUnits(unit, whole, cycle);
  if (part >= whole) return { units: denominator, denominator };
  if (unit === 'second') return { units: part, denominator };
  if (unit === 'full') return { units: part > 0 ? 1 : 0, denominator };
  if (unit === 'none') return { units: 0, denominator };
  return { units: Math.min(part / DAY_SECONDS, denominator), denominator };
};

/**
 * Rule D4: `unit_price × quantity × units ÷ denominator` in minor units of the currency, the exact product rounded once.
 * `units` and `denominator` are whole numbers.
 */
export const priceOf = (
  unitPrice: Decimal,
  quantity: Decimal,
  share: Share,
  currency: Currency,
  mode: RoundingMode,
): bigint => {
  const numerator = decimalUnscaled(unitPrice) * decimalUnscaled(quantity) * BigInt(share.units);
  const digits = currencyExponent(currency) - decimalScale(unitPrice) - decimalScale(quantity);
  const denominator = BigInt(share.denominator);
  return digits >= 0
    ? roundRatio(numerator * powerOfTen(digits), denominator, mode)
    : roundRatio(numerator, denominator * powerOfTen(-digits), mode);
};

/** A whole line for something that is not spread over time: `unit_price × quantity`, rounded once. */
export const WHOLE: Share = { units: 1, denominator: 1 };

/**
 * What the unused seconds of a billed line count of it, for rule D5: `unused ÷ that line's days`. A line none of which was used counts whole;
 * under `full` and `none` a line that was used at all counts nothing. `lineUnits` is what the line itself counted (its `days`).
 */
export const unusedShare = (unit: ProrationUnit, unused: number, length: number, lineUnits: number): Share => {
  if (unit === 'second') return { units: unused, denominator: length };
  if (unit === 'day') return { units: unused / DAY_SECONDS, denominator: length / DAY_SECONDS };
  if (unused >= length) return WHOLE;
  if (unit !== '30-day') return { units: 0, denominator: 1 };
  return { units: Math.min(unused / DAY_SECONDS, lineUnits), denominator: Math.max(1, lineUnits) };
};

/** A share of an amount that is already in minor units, rounded once: `amount_minor × units ÷ denominator`. */
export const shareOfAmount = (amount_minor: bigint, share: Share, mode: RoundingMode): bigint =>
  roundRatio(amount_minor * BigInt(share.units), BigInt(share.denominator), mode);
