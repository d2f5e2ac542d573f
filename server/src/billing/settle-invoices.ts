import type { Currency, Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Allocation } from './core/allocation.ts';
import { postAllocation } from './core/ledger.ts';
import { ledgerRows } from './core/ledger-rows.ts';
import { AllocationTooLarge } from './faults.ts';
import { publishNews } from './store/bulk.ts';
import { settle } from './store/invoices.ts';
import { insertPostings } from './store/ledger.ts';

export interface Settlement {
  readonly account_id: Id;
  readonly legal_entity_id: Id;
  readonly payment_id: Id;
  readonly currency: Currency;
  readonly on: Day;
  /** In the order of `openInvoices`; a negative amount opens an invoice again. */
  readonly allocations: readonly Allocation[];
}

/** Puts a payment to invoices: what is open on them shrinks, and the ledger moves it from the customer's credit to the receivable. */
export const settleInvoices = async (ctx: Ctx, settlement: Settlement): Promise<void> => {
  const { account_id, allocations, currency } = settlement;
  for (const { invoice_id, amount_minor } of allocations) {
    if (!(await settle(ctx.tx, account_id, invoice_id, amount_minor))) throw AllocationTooLarge({ invoice_id, open_minor: amount_minor });
    const document = { ...settlement, transaction_id: ctx.newId(), document_kind: 'allocation' as const, document_id: invoice_id, posted_on: settlement.on, posted_at: ctx.now };
    await insertPostings(ctx.tx, ledgerRows(document, postAllocation(amount_minor, currency)));
  }
  if (allocations.length > 0) await publishNews(ctx.tx, 'billing.invoices', { account_id });
};
