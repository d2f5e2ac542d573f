import {
  type Anchor,
  boundaryAt,
  type Currency,
  type Cycle,
  currencyExponent,
  type Day,
  type Decimal,
  decimalFromScaled,
  decimalScale,
  decimalUnscaled,
  earlier,
  floorRatio,
  lesser,
  type Period,
  periodIndex,
  powerOfTen,
  type RoundingMode,
  roundRatio,
} from '@isp/values';

/** What usage is sold by: `{ code: 'GB', size: 10n ** 9n }` of octets, `{ code: 'GiB', size: 1n << 30n }`, `{ code: 'min', size: 60n }` of seconds. */
export interface UsageUnit {
  readonly code: string;
  /** How many counted things (octets, seconds, events) make one unit. */
  readonly size: bigint;
  /** A part of a unit is charged as it is, or as a whole one: the whole usage is rounded up once, before anything else. */
  readonly partial: 'exact' | 'up';
}

/** One step of a price list: units above the step before, up to and with `up_to` (null: without end), at `unit_price`. */
export interface Tier {
  readonly up_to: Decimal | null;
  readonly unit_price: Decimal;
}

/**
 * How usage is priced: every unit the same; each tier's units at the tier's price; all units at the price of the tier the total falls in;
 * or nothing up to `included` units and a price for each above.
 */
export type UsagePrice =
  | { readonly model: 'flat'; readonly unit_price: Decimal }
  | { readonly model: 'graduated' | 'volume'; readonly tiers: readonly Tier[] }
  | { readonly model: 'package'; readonly included: Decimal; readonly unit_price: Decimal };

/**
 * Usage at one price: `amount_minor = round(counted ÷ unit_size × unit_price)`, once. `from` and `to` bound it within the whole usage, in units;
 * `quantity` is `counted ÷ unit_size`, cut after nine digits when it has no end (seconds as minutes).
 */
export interface RatedUsage {
  readonly unit: string;
  readonly unit_size: bigint;
  readonly tier: number;
  readonly from: Decimal;
  readonly to: Decimal | null;
  /** Things counted at this price, a fraction only when a tier's bound is: exact, over 10^`counted_scale`. */
  readonly counted: bigint;
  readonly counted_scale: number;
  readonly quantity: Decimal;
  readonly unit_price: Decimal;
  readonly amount_minor: bigint;
}

const ZERO = '0' as Decimal;

/** The whole usage, rounded up to whole units when so sold. */
export const billableCount = (count: bigint, unit: UsageUnit): bigint =>
  unit.partial === 'up' ? -floorRatio(-count, unit.size) * unit.size : count;

const tiersOf = (price: UsagePrice): readonly Tier[] => {
  if (price.model === 'flat') return [{ up_to: null, unit_price: price.unit_price }];
  if (price.model !== 'package') return price.tiers;
  return [
    { up_to: price.included, unit_price: ZERO },
    { up_to: null, unit_price: price.unit_price },
  ];
};

const QUANTITY_DIGITS = 9;

/** `counted ÷ (size × 10^scale)` for people: exact when nine digits do, else cut there; no zeros at the end. */
const quantityOf = (counted: bigint, scale: number, size: bigint): Decimal => {
  let digits = (counted * powerOfTen(QUANTITY_DIGITS)) / (size * powerOfTen(scale));
  let left = QUANTITY_DIGITS;
  while (left > 0 && digits % 10n === 0n) {
    digits /= 10n;
    left -= 1;
  }
  return decimalFromScaled(digits, left);
};

interface Rater {
  readonly unit: UsageUnit;
  readonly scale: number;
  readonly currency: Currency;
  readonly rounding: RoundingMode;
}

const ratedAt = (
  rater: Rater,
  tier: number,
  from: Decimal,
  { up_to, unit_price }: Tier,
  counted: bigint,
): RatedUsage => {
  const { unit, scale, currency, rounding } = rater;
  const numerator = counted * decimalUnscaled(unit_price) * powerOfTen(currencyExponent(currency));
  const denominator = unit.size * powerOfTen(scale + decimalScale(unit_price));
  return {
    unit: unit.code,
    unit_size: unit.size,
    tier,
    from,
    to: up_to,
    counted,
    counted_scale: scale,
    quantity: quantityOf(counted, scale, unit.size),
    unit_price,
    amount_minor: roundRatio(numerator, denominator, rounding),
  };
};

/**
 * Rates the usage of a period: one line per tier touched, each exact and rounded once. Tiers are in order, the last without end; usage above a last tier
 * that has an end is priced like it. Nothing used gives no line. `count` is not negative.
 */
export const rateUsage = (
  count: bigint,
  unit: UsageUnit,
  price: UsagePrice,
  currency: Currency,
  rounding: RoundingMode,
): RatedUsage[] => {
  const tiers = tiersOf(price);
  const scale = tiers.reduce((most, { up_to }) => (up_to === null ? most : Math.max(most, decimalScale(up_to))), 0);
  const rater: Rater = { unit, scale, currency, rounding };
  const total = billableCount(count, unit) * powerOfTen(scale);
  const lines: RatedUsage[] = [];
  let below = 0n;
  let from = ZERO;
  for (const [i, tier] of tiers.entries()) {
    const last = i === tiers.length - 1 || tier.up_to === null;
    const bound = last ? total : decimalUnscaled(tier.up_to) * powerOfTen(scale - decimalScale(tier.up_to)) * unit.size;
    const top = lesser(bound, total);
    if (price.model === 'volume' && top === total && total > 0n)
      return [ratedAt(rater, i, ZERO, { ...tier, up_to: null }, total)];
    if (price.model !== 'volume' && top > below)
      lines.push(ratedAt(rater, i, from, last ? { ...tier, up_to: null } : tier, top - below));
    if (last || top === total) break;
    below = bound;
    from = tier.up_to;
  }
  return lines;
};

/**
 * The usage periods that are over by `as_of` and not rated yet: the parts of the anchor's periods from `rated_to` on, the last cut at the day the charge
 * ended (first day not charged). Usage is always billed in arrears.
 */
export const closedPeriods = (
  anchor: Anchor,
  cycle: Cycle,
  rated_to: Day,
  ended_from: Day | null,
  as_of: Day,
): Period[] => {
  const periods: Period[] = [];
  let k = periodIndex(anchor, cycle, rated_to);
  for (let from = rated_to; ; ) {
    k += 1;
    const boundary = boundaryAt(anchor, cycle, k);
    const to = ended_from === null ? boundary : earlier(boundary, ended_from);
    if (to <= from || to > as_of) return periods;
    periods.push({ from, to });
    from = to;
  }
};
