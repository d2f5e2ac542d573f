import {
  type Decimal,
  decimalScale,
  decimalUnscaled,
  greater,
  lesser,
  powerOfTen,
  type RoundingMode,
  roundRatio,
  splitByWeight,
} from '@isp/values';

/** What is taken off, before tax (rule D6): a percentage (`'12.5'`) or an amount in the price's own terms. */
export type Discount =
  | { readonly code: string; readonly percent: Decimal }
  | { readonly code: string; readonly amount_minor: bigint };

const positive = (amount: bigint): bigint => greater(amount, 0n);

/** What a discount takes off an amount: rounded once, never more than the amount; a negative amount is not discounted. */
export const discountOf = (amount_minor: bigint, discount: Discount, rounding: RoundingMode): bigint => {
  const amount = positive(amount_minor);
  if (!('percent' in discount)) return lesser(discount.amount_minor, amount);
  const { percent } = discount;
  const off = roundRatio(amount * decimalUnscaled(percent), 100n * powerOfTen(decimalScale(percent)), rounding);
  return lesser(off, amount);
};

/** A document's discounts, one after the other on what the one before left, each split over the lines by largest remainder: what each line loses. */
export const splitDiscounts = (
  amounts: readonly bigint[],
  discounts: readonly Discount[],
  rounding: RoundingMode,
): bigint[] => {
  const off = amounts.map(() => 0n);
  for (const discount of discounts) {
    const left = amounts.map((amount, i) => positive(amount - (off[i] ?? 0n)));
    const total = discountOf(
      left.reduce((sum, amount) => sum + amount, 0n),
      discount,
      rounding,
    );
    if (total === 0n) continue;
    for (const [i, part] of splitByWeight(total, left).entries()) off[i] = (off[i] ?? 0n) + part;
  }
  return off;
};
