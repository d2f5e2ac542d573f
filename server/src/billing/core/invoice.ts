import type { Currency, RoundingMode } from '@isp/values';
import { type Discount, discountOf, splitDiscounts } from './discount.ts';
import type { LineKind } from './lines.ts';
import { type Tax, type Taxable, type TaxedDocument, type TaxedLine, taxDocument } from './tax.ts';

/** A charge on its way to an invoice: a `ChargeLine`, rated usage or a one-time fee, with its taxes. `amount_minor` is before discounts. */
export interface DraftLine extends Taxable {
  readonly kind: LineKind;
  /** Its own discounts, taken before the document's. */
  readonly discounts?: readonly Discount[];
}

/** What an invoice adds to a line. `invoiced_minor = amount_minor − discount_minor`, in the price's own terms: the base of a later credit. */
export interface LineTotals extends TaxedLine {
  readonly discount_minor: bigint;
  readonly invoiced_minor: bigint;
}

/** The sums of a document's lines. `net + tax = gross`. */
export interface DocumentTotals {
  readonly amount_minor: bigint;
  readonly discount_minor: bigint;
  readonly net_minor: bigint;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
}

/** An invoice as computed: header, lines and tax rows, which agree to the minor unit. */
export interface Invoice<L extends DraftLine> extends DocumentTotals {
  readonly currency: Currency;
  readonly lines: readonly (L & LineTotals)[];
  readonly taxes: TaxedDocument['taxes'];
}

/** What an invoice is made of. */
export interface InvoiceDraft<L extends DraftLine> {
  readonly currency: Currency;
  readonly lines: readonly L[];
  /** The document's discounts, split over all its lines. */
  readonly discounts: readonly Discount[];
  readonly taxes: readonly Tax[];
  readonly rounding: RoundingMode;
}

/** The header of a document: each field is the sum of its lines' (invariant 1). */
export const totalsOf = (lines: readonly DocumentTotals[]): DocumentTotals => {
  const totals = { amount_minor: 0n, discount_minor: 0n, net_minor: 0n, tax_minor: 0n, gross_minor: 0n };
  for (const line of lines) {
    totals.amount_minor += line.amount_minor;
    totals.discount_minor += line.discount_minor;
    totals.net_minor += line.net_minor;
    totals.tax_minor += line.tax_minor;
    totals.gross_minor += line.gross_minor;
  }
  return totals;
};

const ownDiscount = (line: DraftLine, rounding: RoundingMode): bigint => {
  let off = 0n;
  for (const discount of line.discounts ?? []) off += discountOf(line.amount_minor - off, discount, rounding);
  return off;
};

/**
 * Makes an invoice: each line's own discounts, then the document's split over the lines, then the taxes, rounded per (tax, document). The header is the sum
 * of the lines. The result holds the lines given, with their totals.
 */
export const assembleInvoice = <L extends DraftLine>(draft: InvoiceDraft<L>): Invoice<L> => {
  const { currency, rounding } = draft;
  const own = draft.lines.map((line) => ownDiscount(line, rounding));
  const left = draft.lines.map((line, i) => line.amount_minor - (own[i] ?? 0n));
  const shared = splitDiscounts(left, draft.discounts, rounding);
  const invoiced = left.map((amount, i) => amount - (shared[i] ?? 0n));
  const taxables = draft.lines.map(({ tax_inclusive, tax_codes }, i) => ({
    amount_minor: invoiced[i] ?? 0n,
    tax_inclusive,
    tax_codes,
  }));
  const taxed = taxDocument(taxables, draft.taxes, rounding);
  const lines = taxed.lines.flatMap((totals, i): (L & LineTotals)[] => {
    const line = draft.lines[i];
    const invoiced_minor = invoiced[i] ?? 0n;
    return line === undefined
      ? []
      : [{ ...line, ...totals, invoiced_minor, discount_minor: line.amount_minor - invoiced_minor }];
  });
  return { currency, lines, taxes: taxed.taxes, ...totalsOf(lines) };
};
