import { type Id, ok, type Result, refused } from '@isp/values';
import type { Allocation, OpenInvoice } from './allocation.ts';

/** An invoice as settling sees it. */
export interface SettledInvoice extends OpenInvoice {
  readonly gross_minor: bigint;
}

/** Why allocations cannot be: an invoice that is not among them (null), or more than is open on it (taken back: than was paid). */
export interface Unsettled {
  readonly invoice_id: Id;
  readonly open_minor: bigint | null;
}

/** What is open on the invoices after allocations; negative ones open them again. */
export const openAfter = <I extends SettledInvoice>(
  invoices: readonly I[],
  allocations: readonly Allocation[],
): Result<I[], Unsettled> => {
  const after = new Map(invoices.map((invoice) => [invoice.invoice_id, invoice]));
  for (const { invoice_id, amount_minor } of allocations) {
    const invoice = after.get(invoice_id);
    if (invoice === undefined) return refused({ invoice_id, open_minor: null });
    const open_minor = invoice.open_minor - amount_minor;
    if (open_minor < 0n || open_minor > invoice.gross_minor)
      return refused({ invoice_id, open_minor: invoice.open_minor });
    after.set(invoice_id, { ...invoice, open_minor });
  }
  return ok([...after.values()]);
};
