import type { Decimal } from '@isp/values';
import type { InvoiceTax } from './draft-line.ts';

/** A tax row as JSON keeps it: amounts as text. */
type KeptTax = Omit<InvoiceTax, 'base_minor' | 'tax_minor'> & Record<'base_minor' | 'tax_minor', string>;

/** The tax rows of a document as they were kept. */
export const keptTaxes = (kept: unknown): (Omit<InvoiceTax, 'percent'> & { readonly percent: Decimal })[] =>
  (kept as KeptTax[]).map((tax) => ({
    ...tax,
    base_minor: BigInt(tax.base_minor),
    tax_minor: BigInt(tax.tax_minor),
  }));
