import type { Currency, Id, RoundingMode } from '@isp/values';
import { type DiscountBase, isReduced, type LineDiscount, type Reduction, splitDiscount } from './discount.ts';
import type { LineKind } from './lines.ts';
import { type Tax, type Taxable, type TaxedDocument, type TaxedLine, taxDocument } from './tax.ts';

/** A charge on its way to an invoice: a `ChargeLine`, rated usage or a one-time fee, with its taxes. `amount_minor` is before discounts. */
export interface DraftLine extends Taxable {
  readonly kind: LineKind;
  readonly charge_code?: string;
  /** Its own discounts, taken before the document's. */
  readonly discounts?: readonly LineDiscount[];
}

/** What an invoice adds to a line. `invoiced_minor = amount_minor − discount_minor`, in the price's own terms: the base of a later credit. */
export interface LineTotals extends TaxedLine {
  /** All that was taken off it; they sum to `discount_minor`. */
  readonly discounts: readonly LineDiscount[];
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

/** A discount off the document, split over the lines it reduces. */
export interface DocumentDiscount extends Reduction {
  readonly id: Id;
  readonly name: string;
  readonly base: DiscountBase;
  /** The lines it is of, counted from 0, up to `end`; all when left out. */
  readonly lines?: { readonly first: number; readonly end: number };
}

/** What an invoice is made of. */
export interface InvoiceDraft<L extends DraftLine> {
  readonly currency: Currency;
  readonly lines: readonly L[];
  /** The document's discounts, one after the other on what the one before left. */
  readonly discounts: readonly DocumentDiscount[];
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

/** A line as the taxes see it: `amount_minor` is what discounts leave. */
interface Reduced<L extends DraftLine> extends Taxable {
  amount_minor: bigint;
  readonly of: L;
  readonly discounts: LineDiscount[];
}

const reducedByOwn = <L extends DraftLine>(of: L): Reduced<L> => {
  const { amount_minor, tax_inclusive, tax_codes, discounts = [] } = of;
  const left = discounts.reduce((rest, discount) => rest - discount.amount_minor, amount_minor);
  return { amount_minor: left, tax_inclusive, tax_codes, of, discounts: [...discounts] };
};

const reduceDocument = (
  lines: readonly Reduced<DraftLine>[],
  discount: DocumentDiscount,
  rounding: RoundingMode,
): void => {
  const reach = discount.lines === undefined ? lines : lines.slice(discount.lines.first, discount.lines.end);
  const liable = reach.filter(({ of }) => isReduced(of, discount.base));
  const parts = splitDiscount(
    liable.map((line) => line.amount_minor),
    discount,
    rounding,
  );
  for (const [i, line] of liable.entries()) {
    const amount_minor = parts[i] ?? 0n;
    if (amount_minor === 0n) continue;
    line.amount_minor -= amount_minor;
    line.discounts.push({ discount_id: discount.id, name: discount.name, amount_minor });
  }
};

/**
 * Makes an invoice: each line's own discounts, then the document's split over the lines, then the taxes, rounded per (tax, document). The header is the sum
 * of the lines. The result holds the lines given, with their totals.
 */
export const assembleInvoice = <L extends DraftLine>(draft: InvoiceDraft<L>): Invoice<L> => {
  const { currency, rounding } = draft;
  const reduced = draft.lines.map(reducedByOwn);
  for (const discount of draft.discounts) reduceDocument(reduced, discount, rounding);
  const taxed = taxDocument(reduced, draft.taxes, rounding);
  const lines: (L & LineTotals)[] = [];
  for (const [i, { of, discounts, amount_minor: invoiced_minor }] of reduced.entries()) {
    const totals = taxed.lines[i];
    if (totals === undefined) throw new RangeError('a line was not taxed');
    const { net_minor, tax_minor, gross_minor, taxes } = totals;
    const discount_minor = of.amount_minor - invoiced_minor;
    lines.push({ ...of, net_minor, tax_minor, gross_minor, taxes, discounts, invoiced_minor, discount_minor });
  }
  return { currency, lines, taxes: taxed.taxes, ...totalsOf(lines) };
};
