import { floorRatio } from './rounding.ts';

const byLargestRemainder = (shares: readonly bigint[], denominator: bigint, total: bigint): bigint[] => {
  const parts = shares.map((share) => floorRatio(share, denominator));
  let left = total;
  for (const part of parts) left -= part;
  if (left < 0n || left > BigInt(parts.length)) throw new RangeError('the shares do not round to the total');
  const remainder = (i: number) => (shares[i] ?? 0n) - (parts[i] ?? 0n) * denominator;
  const order = parts
    .map((_, i) => i)
    .sort((i, j) => (remainder(i) < remainder(j) ? 1 : remainder(i) > remainder(j) ? -1 : i - j));
  for (const i of order) {
    if (left === 0n) break;
    parts[i] = (parts[i] ?? 0n) + 1n;
    left -= 1n;
  }
  return parts;
};

/**
 * Integers near the exact shares `shares[i] ÷ denominator` whose sum is exactly `total`, which must be the shares' own sum rounded up or down:
 * each is rounded towards −∞, then the largest remainders get one more, the first of equals first. Negative totals mirror positive ones.
 */
export const splitShares = (shares: readonly bigint[], denominator: bigint, total: bigint): bigint[] => {
  if (shares.length === 1) return [total];
  if (total >= 0n) return byLargestRemainder(shares, denominator, total);
  const mirrored = byLargestRemainder(
    shares.map((share) => -share),
    denominator,
    -total,
  );
  return mirrored.map((part) => -part);
};

/**
 * Splits `total` over `weights` by largest remainder (Hamilton's method): the parts sum to `total` exactly, equal remainders go to the
 * lower index. Weights are not negative; when all are 0 they count as equal. No weights and a total other than 0 is a `RangeError`.
 */
export const splitByWeight = (total: bigint, weights: readonly bigint[]): bigint[] => {
  let sum = 0n;
  for (const weight of weights) {
    if (weight < 0n) throw new RangeError(`a weight is negative: ${weight}`);
    sum += weight;
  }
  if (weights.length === 0 && total !== 0n) throw new RangeError('nothing to split over');
  if (sum === 0n)
    return splitShares(
      weights.map(() => total),
      BigInt(weights.length || 1),
      total,
    );
  return splitShares(
    weights.map((weight) => weight * total),
    sum,
    total,
  );
};
