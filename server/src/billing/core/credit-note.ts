import { ok, type Result, type RoundingMode, refused, roundRatio } from '@isp/values';
import type { TaxAmount, TaxedLine } from './tax.ts';

/** An issued invoice line and what credit notes took off it before: the sums of their lines. */
export interface CreditableLine<T extends TaxAmount = TaxAmount> extends TaxedLine<T> {
  readonly tax_inclusive: boolean;
  readonly credited: TaxedLine;
}

/** One line of a credit note, with the taxes of the line it is of; all amounts positive. */
export type CreditNoteLine<T extends TaxAmount = TaxAmount> = TaxedLine<T>;

/** A line nothing was credited of. */
export const NOT_CREDITED: TaxedLine<never> = { net_minor: 0n, tax_minor: 0n, gross_minor: 0n, taxes: [] };

const inOwnTerms = (line: TaxedLine, inclusive: boolean): bigint => (inclusive ? line.gross_minor : line.net_minor);
const taxOf = (line: TaxedLine, code: string): bigint => line.taxes.find((tax) => tax.code === code)?.tax_minor ?? 0n;

/** What can still be credited of a line, in its price's own terms: gross when the price includes tax, else net. */
export const creditableMinor = (line: CreditableLine): bigint =>
  inOwnTerms(line, line.tax_inclusive) - inOwnTerms(line.credited, line.tax_inclusive);

/**
 * The taxes given back once `after` of `whole` is credited in all: `tax × after ÷ whole` rounded per tax; of an inclusive line their sum is
 * rounded instead, so that what remains for its net never passes the line's.
 */
const taxesAfter = (line: CreditableLine, after: bigint, whole: bigint, rounding: RoundingMode): bigint[] => {
  const upTo = (sum: bigint) => (whole === 0n ? 0n : roundRatio(sum * after, whole, rounding));
  if (!line.tax_inclusive) return line.taxes.map((tax) => upTo(tax.tax_minor));
  let sum = 0n;
  return line.taxes.map((tax) => {
    const before = upTo(sum);
    sum += tax.tax_minor;
    return upTo(sum) - before;
  });
};

/** The taxes of a credit, each with what it was charged on of the net given back: of a compound one, the taxes before it, too. */
const basedTaxes = <T extends TaxAmount>(line: CreditableLine<T>, parts: readonly bigint[], net_minor: bigint): T[] => {
  let before = 0n;
  return line.taxes.map((tax, i) => {
    const tax_minor = parts[i] ?? 0n;
    const base_minor = tax.base_minor === line.net_minor ? net_minor : net_minor + before;
    before += tax_minor;
    return { ...tax, base_minor, tax_minor };
  });
};

/**
 * Credits an amount (in the price's own terms, positive) of an invoice line. Its taxes are those of all credited so far less those credited before,
 * so several credits of a line sum to it exactly and none passes it (L23). Refuses an amount that is not positive or more than is left.
 */
export const creditOf = <T extends TaxAmount>(
  line: CreditableLine<T>,
  amount_minor: bigint,
  rounding: RoundingMode,
): Result<CreditNoteLine<T>, 'not-positive' | 'exceeds-line'> => {
  if (amount_minor <= 0n) return refused('not-positive');
  if (amount_minor > creditableMinor(line)) return refused('exceeds-line');
  const { tax_inclusive } = line;
  const after = inOwnTerms(line.credited, tax_inclusive) + amount_minor;
  const cumulative = taxesAfter(line, after, inOwnTerms(line, tax_inclusive), rounding);
  const parts = line.taxes.map((tax, i) => (cumulative[i] ?? 0n) - taxOf(line.credited, tax.code));
  const tax_minor = parts.reduce((sum, part) => sum + part, 0n);
  const net_minor = tax_inclusive ? amount_minor - tax_minor : amount_minor;
  return ok({ net_minor, tax_minor, gross_minor: net_minor + tax_minor, taxes: basedTaxes(line, parts, net_minor) });
};

/** The lines of credits taken together: the header of a credit note, or what a line was credited so far. */
export const sumCredits = (lines: readonly TaxedLine[]): TaxedLine => {
  const taxes = new Map<string, TaxAmount>();
  let net_minor = 0n;
  let tax_minor = 0n;
  for (const line of lines) {
    net_minor += line.net_minor;
    tax_minor += line.tax_minor;
    for (const tax of line.taxes) {
      const sum = taxes.get(tax.code) ?? { code: tax.code, base_minor: 0n, tax_minor: 0n };
      taxes.set(tax.code, {
        ...sum,
        base_minor: sum.base_minor + tax.base_minor,
        tax_minor: sum.tax_minor + tax.tax_minor,
      });
    }
  }
  return { net_minor, tax_minor, gross_minor: net_minor + tax_minor, taxes: [...taxes.values()] };
};
