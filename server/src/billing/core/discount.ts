import {
  addDays,
  type Day,
  type Decimal,
  daysBetween,
  decimalScale,
  decimalUnscaled,
  earlier,
  greater,
  type Id,
  later,
  lesser,
  powerOfTen,
  type RoundingMode,
  roundRatio,
  splitByWeight,
} from '@isp/values';
import { END_FEE, type LineKind } from './lines.ts';

/** What a discount is taken off: the price of periods, the set-up fee and other one-off charges, what use costs, or all of it. */
export type DiscountBase = 'recurring' | 'one-time' | 'usage' | 'all';

/** A percentage (`'12.5'`) or an amount in the price's own terms; one of them. */
export interface Reduction {
  readonly percent: Decimal | null;
  readonly amount_minor: bigint | null;
}

/**
 * A discount that was given, taken off before tax (rule D6). One of a subscription is taken off its lines, to the day: a percentage of what is charged for days from `from_on`
 * on, or an amount for each whole period. One of the account is taken off its bills, so many or all of those days, and split over their lines.
 */
export interface GivenDiscount extends Reduction {
  readonly id: Id;
  /** Whose it is. */
  readonly account_id: Id;
  readonly name: string;
  /** Null: of the account. */
  readonly subscription_id: Id | null;
  readonly base: DiscountBase;
  readonly from_on: Day;
  /** The first day it is not given any more. */
  readonly to_on: Day | null;
  readonly known_on: Day;
  /** The day from which it was ended by hand, and the day that was recorded. */
  readonly ended_on: Day | null;
  readonly ended_known_on: Day | null;
  /** Of the account: how many more bills it is taken off; null: as many as there are. */
  readonly bills_left: number | null;
}

/** What one discount took off a line. */
export interface LineDiscount {
  readonly discount_id: Id;
  readonly name: string;
  readonly amount_minor: bigint;
}

/** A line as a discount looks at it: what falls due, when, for which days of how many. */
export interface DiscountableLine {
  readonly kind: LineKind;
  readonly charge_code?: string;
  readonly amount_minor: bigint;
  readonly due_on: Day;
  readonly period_from: Day;
  readonly period_to: Day;
  readonly days: number | null;
  readonly of_days: number | null;
}

const BASES: Readonly<Record<LineKind, DiscountBase | null>> = {
  recurring: 'recurring',
  one_time: 'one-time',
  usage: 'usage',
  hold_fee: null,
  late_fee: null,
};

/** Whether a discount is taken off a line; a fee for a pause, for paying late or for leaving a contract never is reduced. */
export const isReduced = (
  { kind, charge_code }: Pick<DiscountableLine, 'kind' | 'charge_code'>,
  base: DiscountBase,
): boolean => BASES[kind] !== null && charge_code !== END_FEE && (base === 'all' || BASES[kind] === base);

/** The first day a discount is not given, as known on a day; null while there is none. */
const endOf = ({ to_on, ended_on, ended_known_on }: GivenDiscount, known: Day): Day | null => {
  if (ended_on === null || (ended_known_on ?? ended_on) > known) return to_on;
  return to_on === null ? ended_on : earlier(to_on, ended_on);
};

/** Whether a discount of the account is taken off a bill of a day. */
export const isGivenOn = (discount: GivenDiscount, on: Day): boolean => {
  const end = endOf(discount, on);
  return discount.known_on <= on && discount.from_on <= on && (end === null || on < end) && discount.bills_left !== 0;
};

interface Fraction {
  readonly of: bigint;
  readonly whole: bigint;
}

/** The part of a line's days that a discount is given for. */
const partGiven = (line: DiscountableLine, discount: GivenDiscount): Fraction => {
  const to = later(line.period_to, addDays(line.period_from, 1));
  const end = endOf(discount, line.due_on) ?? to;
  const [from, until] = [later(line.period_from, discount.from_on), earlier(to, later(end, line.period_from))];
  return { of: BigInt(Math.max(0, daysBetween(from, until))), whole: BigInt(daysBetween(line.period_from, to)) };
};

const reduced = (
  left: bigint,
  { percent, amount_minor }: Reduction,
  part: Fraction,
  rounding: RoundingMode,
): bigint => {
  const off =
    percent === null
      ? roundRatio((amount_minor ?? 0n) * part.of, part.whole, rounding)
      : roundRatio(
          left * decimalUnscaled(percent) * part.of,
          100n * powerOfTen(decimalScale(percent)) * part.whole,
          rounding,
        );
  return lesser(off, greater(left, 0n));
};

const WHOLE: Fraction = { of: 1n, whole: 1n };

/** The part of a whole period that a line is for. */
const partOfPeriod = ({ days, of_days }: DiscountableLine): Fraction =>
  days === null || of_days === null || of_days === 0 ? WHOLE : { of: BigInt(days), whole: BigInt(of_days) };

const times = (a: Fraction, b: Fraction): Fraction => ({ of: a.of * b.of, whole: a.whole * b.whole });

/** What the discounts of a subscription take off one of its lines, one after the other on what the one before left; each rounded once. */
export const lineDiscounts = (
  line: DiscountableLine,
  discounts: readonly GivenDiscount[],
  rounding: RoundingMode,
): LineDiscount[] => {
  let left = line.amount_minor;
  return discounts.flatMap((discount): LineDiscount[] => {
    if (discount.known_on > line.due_on || !isReduced(line, discount.base)) return [];
    const given = partGiven(line, discount);
    const part = discount.percent === null ? times(given, partOfPeriod(line)) : given;
    const amount_minor = reduced(left, discount, part, rounding);
    left -= amount_minor;
    return amount_minor === 0n ? [] : [{ discount_id: discount.id, name: discount.name, amount_minor }];
  });
};

/** What a discount takes off a whole document, split over the amounts by largest remainder (rule D8); negative ones have no part in it. */
export const splitDiscount = (amounts: readonly bigint[], discount: Reduction, rounding: RoundingMode): bigint[] => {
  const weights = amounts.map((amount) => greater(amount, 0n));
  const total = reduced(
    weights.reduce((sum, amount) => sum + amount, 0n),
    discount,
    WHOLE,
    rounding,
  );
  return total === 0n ? amounts.map(() => 0n) : splitByWeight(total, weights);
};
