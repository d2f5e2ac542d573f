import type { Day, Decimal, Id } from '@isp/values';
import type { BillingCatalogue } from './billable.ts';
import type { BilledPart } from './bundle-part.ts';
import { exemptionOn, exemptionText } from './exemption.ts';
import type { DraftLine } from './invoice.ts';
import type { Liability, LineTaxes } from './liability.ts';
import type { LineKind } from './lines.ts';
import type { ChargedTax, TaxAmount, TaxedLine } from './tax.ts';
import { type TaxTerms, taxOn } from './tax-terms.ts';

/** A line of an invoice before taxes: the columns of billing.invoice_line that do not depend on the rest of the document. */
export interface InvoiceLineDraft extends DraftLine, LineTaxes {
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
  readonly part?: BilledPart;
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
  /** Why it is not charged on `base_minor`. */
  readonly exempt?: string;
}

/** The taxes on some lines, each once at its rate of a day, in the order they are charged. */
export const taxesOf = (lines: readonly InvoiceLineDraft[], catalogue: BillingCatalogue, on: Day): TaxTerms[] => {
  const codes: string[] = [];
  for (const { tax_codes } of lines) for (const code of tax_codes) if (!codes.includes(code)) codes.push(code);
  const rank = (code: string): number => catalogue.tax_ranks.get(code) ?? 0;
  codes.sort((a, b) => rank(a) - rank(b));
  return codes.flatMap((code) => {
    const tax = catalogue.taxes.get(code);
    return tax === undefined ? [] : taxOn(tax, on);
  });
};

/** The taxes of a document as it keeps them: with their names and rates. */
export const taxRows = (taxes: readonly TaxAmount[], levied: readonly TaxTerms[]): InvoiceTax[] =>
  taxes.map(({ code: tax_code, base_minor, tax_minor }) => {
    const { name = tax_code, rate_percent: percent = '0' as Decimal } =
      levied.find(({ code }) => code === tax_code) ?? {};
    return { tax_code, name, percent, base_minor, tax_minor };
  });

/** The taxes that lines go without, with what they would have been charged on and why they are not. */
export const exemptRows = (
  lines: readonly (InvoiceLineDraft & Pick<TaxedLine, 'net_minor'>)[],
  { account, catalogue, on }: Liability,
): InvoiceTax[] => {
  if (account.exemptions.length === 0) return [];
  const codes = [...new Set(lines.flatMap(({ exempt_codes }) => exempt_codes))].sort();
  return codes.flatMap((tax_code) => {
    const exemption = exemptionOn(account.exemptions, tax_code, on);
    if (exemption === undefined) return [];
    const net = lines.map(({ exempt_codes, net_minor }) => (exempt_codes.includes(tax_code) ? net_minor : 0n));
    return {
      tax_code,
      name: catalogue.taxes.get(tax_code)?.name ?? tax_code,
      percent: '0' as Decimal,
      base_minor: net.reduce((sum, each) => sum + each, 0n),
      tax_minor: 0n,
      exempt: exemptionText(exemption),
    };
  });
};

/** The taxes of a line as its document names them. */
export const chargedTaxes = (taxes: readonly TaxAmount[], rows: readonly InvoiceTax[]): ChargedTax[] =>
  taxes.map((tax) => {
    const row = rows.find(({ tax_code }) => tax_code === tax.code);
    return { ...tax, name: row?.name ?? tax.code, rate_percent: row?.percent ?? ('0' as Decimal) };
  });
