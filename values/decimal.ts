import type { Ratio } from './rounding.ts';

/**
 * An exact decimal number as text: `'0.50'`, `'20'`, `'-1999.95'`. At most 30 digits before the point and 30 after it, no exponent, no
 * leading zeros, no minus zero. Trailing zeros are kept: they are how the price was written.
 */
export type Decimal = string & { readonly __decimal: unique symbol };

const PATTERN = /^-?(?:0|[1-9]\d{0,29})(?:\.\d{1,30})?$/;
const MINUS_ZERO = /^-0(?:\.0+)?$/;

/** Reads a decimal, or gives `undefined` when the text is not one. */
export const parseDecimal = (text: string): Decimal | undefined =>
  PATTERN.test(text) && !MINUS_ZERO.test(text) ? (text as Decimal) : undefined;

/** A decimal from text that is known to be one. Throws a `RangeError` on anything else: for literals and rows, not for users' input. */
export const decimal = (text: string): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new RangeError(`not an exact decimal: ${text}`);
  return parsed;
};

const POWERS = Array.from({ length: 64 }, (_, i) => 10n ** BigInt(i));

/** 10 to the power `n`, `n ≥ 0`. */
export const powerOfTen = (n: number): bigint => POWERS[n] ?? 10n ** BigInt(n);

/** How many digits a decimal has after its point. */
export const decimalScale = (d: Decimal): number => {
  const point = d.indexOf('.');
  return point < 0 ? 0 : d.length - point - 1;
};

/** A decimal without its point: `unscaled('0.50') = 50n`, that is the value × 10^scale. */
export const decimalUnscaled = (d: Decimal): bigint => {
  const point = d.indexOf('.');
  return point < 0 ? BigInt(d) : BigInt(d.slice(0, point) + d.slice(point + 1));
};

/** The decimal `unscaled ÷ 10^scale`, written with exactly `scale` digits after the point. */
export const decimalFromScaled = (unscaled: bigint, scale: number): Decimal => {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return (unscaled < 0n ? `-${text}` : text) as Decimal;
};

/** A decimal as an exact fraction over a power of ten. */
export const decimalRatio = (d: Decimal): Ratio => ({
  numerator: decimalUnscaled(d),
  denominator: powerOfTen(decimalScale(d)),
});

/** The exact product of two decimals; its scale is the sum of theirs. */
export const multiplyDecimals = (a: Decimal, b: Decimal): Decimal =>
  decimalFromScaled(decimalUnscaled(a) * decimalUnscaled(b), decimalScale(a) + decimalScale(b));

/** The exact product of a decimal and an integer; the scale stays. */
export const timesInteger = (d: Decimal, n: bigint): Decimal =>
  decimalFromScaled(decimalUnscaled(d) * n, decimalScale(d));

/** Orders two decimals by value: −1, 0 or 1 (`'0.5'` and `'0.50'` are 0). */
export const compareDecimals = (a: Decimal, b: Decimal): -1 | 0 | 1 => {
  const left = decimalUnscaled(a) * powerOfTen(decimalScale(b));
  const right = decimalUnscaled(b) * powerOfTen(decimalScale(a));
  return left < right ? -1 : left > right ? 1 : 0;
};
