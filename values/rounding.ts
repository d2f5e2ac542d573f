/** A fraction of two integers; the denominator is positive. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Where a value exactly between two integers goes: away from zero, or to the even neighbour. */
export type RoundingMode = 'half-up' | 'half-even';

/** The smaller of two integers. */
export const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
/** The larger of two integers. */
export const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const magnitude = (n: bigint): bigint => (n < 0n ? -n : n);

/**
 * The integer nearest to `numerator ÷ denominator`. Exactly half goes away from zero (`half-up`: −2.5 → −3) or to the even
 * neighbour (`half-even`: −2.5 → −2). Throws a `RangeError` when the denominator is 0.
 */
export const roundRatio = (numerator: bigint, denominator: bigint, mode: RoundingMode): bigint => {
  const divisor = magnitude(denominator);
  const dividend = magnitude(numerator);
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && (mode === 'half-up' || (quotient & 1n) === 1n));
  const rounded = up ? quotient + 1n : quotient;
  return numerator < 0n === denominator < 0n ? rounded : -rounded;
};

/** The integer at or below `numerator ÷ denominator` (towards −∞), for a positive denominator. */
export const floorRatio = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
};
