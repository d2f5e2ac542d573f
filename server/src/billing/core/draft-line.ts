import type { Day, Decimal, Id } from '@isp/values';
import type { BillingCatalogue, TaxTerms } from './billable.ts';
import type { DraftLine } from './invoice.ts';
import type { LineKind } from './lines.ts';
import type { TaxAmount } from './tax.ts';

/** A line of an invoice before taxes: the columns of billing.invoice_line that do not depend on the rest of the document. */
export interface InvoiceLineDraft extends DraftLine {
  readonly kind: LineKind;
  /** Null: of the account. */
  readonly subscription_id: Id | null;
  readonly charge_code: string;
  readonly revision: number;
  /** Null: of no plan, written by hand. */
  readonly plan_id: Id | null;
  readonly plan_version: number | null;
  readonly description: string;
  /** When it fell due: discounts known by then are taken off. */
  readonly due_on: Day;
  readonly period_from: Day;
  readonly period_to: Day;
  readonly from_second: number;
  readonly to_second: number;
  /** The whole period that holds the line's, of a recurring one. */
  readonly cycle_from: Day | null;
  readonly cycle_to: Day | null;
  readonly quantity: Decimal;
  readonly unit_price_minor: Decimal;
  readonly days: number | null;
  readonly of_days: number | null;
  readonly tax_code: string | null;
  /** How the amount came about. */
  readonly trace: Readonly<Record<string, string | number>>;
}

/** A tax of a document, as it is kept and shown. */
export interface InvoiceTax {
  readonly tax_code: string;
  readonly name: string;
  readonly percent: Decimal;
  readonly base_minor: bigint;
  readonly tax_minor: bigint;
}

/** The taxes of a document as it keeps them: with their names and rates of now. */
export const taxRows = (taxes: readonly TaxAmount[], known: BillingCatalogue['taxes']): InvoiceTax[] =>
  taxes.map(({ code, base_minor, tax_minor }) => {
    const tax = known.get(code);
    return {
      tax_code: code,
      name: tax?.name ?? code,
      percent: tax?.rate_percent ?? ('0' as Decimal),
      base_minor,
      tax_minor,
    };
  });

/** The taxes on some lines, each once, by code. */
export const taxesOf = (lines: readonly InvoiceLineDraft[], catalogue: BillingCatalogue): TaxTerms[] =>
  [...new Set(lines.map((line) => line.tax_code))]
    .sort()
    .flatMap((code) => (code === null ? [] : (catalogue.taxes.get(code) ?? [])));
