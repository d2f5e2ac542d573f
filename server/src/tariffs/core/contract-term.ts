import {
  type Anchor,
  addDays,
  anchorFromAnniversary,
  boundaryAt,
  boundaryOnOrAfter,
  type Cycle,
  type Day,
  type Decimal,
  decimalRatio,
  nextBoundary,
  periodContaining,
  roundRatio,
} from '@isp/values';

/** How long a subscription is bound, and what leaving earlier costs. */
interface BindingTerms {
  /** 0: it is not bound. */
  readonly contract_months: number;
  readonly contract_renewal: 'none' | 'same' | 'monthly';
  readonly early_fee: 'none' | 'fixed' | 'declining' | 'remaining';
  readonly early_fee_minor: bigint | null;
  readonly early_fee_percent: string | null;
}

/** Days a subscription is bound for, `[from_on, to_on)`. */
export interface Term {
  readonly from_on: Day;
  readonly to_on: Day;
  /** Whether it is one of the months that follow a term. */
  readonly monthly: boolean;
}

const months = (count: number): Cycle => ({ unit: 'month', count });

/** The term of a contract that holds a day; `undefined` on days that are not bound. */
export const termOn = (
  terms: Pick<BindingTerms, 'contract_months' | 'contract_renewal'>,
  from_on: Day,
  day: Day,
): Term | undefined => {
  const { contract_months: count, contract_renewal } = terms;
  if (count === 0 || day < from_on) return undefined;
  const anchor = anchorFromAnniversary(from_on);
  const to_on = boundaryAt(anchor, months(count), 1);
  if (day < to_on) return { from_on, to_on, monthly: false };
  if (contract_renewal === 'none') return undefined;
  const monthly = contract_renewal === 'monthly';
  const { from, to } = periodContaining(anchor, months(monthly ? 1 : count), day);
  return { from_on: from, to_on: to, monthly };
};

/** How many periods begin within days, `[from, to)`. */
const beginnings = (anchor: Anchor, cycle: Cycle, from: Day, to: Day): bigint => {
  let count = 0n;
  for (let on = boundaryOnOrAfter(anchor, cycle, from); on < to; on = nextBoundary(anchor, cycle, on)) count += 1n;
  return count;
};

/** What is charged in periods: of which plan's length, where they begin, at what price. */
export interface Charged {
  readonly anchor: Anchor;
  readonly cycle: Cycle;
  readonly price_minor: bigint;
}

/**
 * What it costs to leave on a day, in minor units, rounded half-up once: nothing on the day the contract began, at the end of a term, and on days that are not bound. What is left are the
 * months (`declining`) or the plan's periods (`remaining`) that would still have begun within the term. A fixed fee is of a term, not of the months that follow one.
 */
export const earlyFeeOf = (terms: BindingTerms, contract_from: Day, on: Day, charged: Charged): bigint => {
  const term = termOn(terms, contract_from, addDays(on, -1));
  if (term === undefined || on >= term.to_on) return 0n;
  const { early_fee, early_fee_minor, early_fee_percent } = terms;
  if (early_fee === 'fixed') return term.monthly ? 0n : (early_fee_minor ?? 0n);
  if (early_fee === 'declining') {
    const left = beginnings(anchorFromAnniversary(contract_from), months(1), on, term.to_on);
    return roundRatio((early_fee_minor ?? 0n) * left, BigInt(terms.contract_months), 'half-up');
  }
  if (early_fee === 'none' || early_fee_percent === null) return 0n;
  const left = beginnings(charged.anchor, charged.cycle, on, term.to_on);
  const { numerator, denominator } = decimalRatio(early_fee_percent as Decimal);
  return roundRatio(charged.price_minor * left * numerator, 100n * denominator, 'half-up');
};
