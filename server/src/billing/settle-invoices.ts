import type { Currency, Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { Allocation } from './core/allocation.ts';
import { postAllocation } from './core/ledger.ts';
import { ledgerRows } from './core/ledger-rows.ts';
import { openAfter } from './core/settlement.ts';
import { AllocationTooLarge, InvoiceNotFound } from './faults.ts';
import { postTransactions } from './post-transactions.ts';
import { lockInvoices, setOpen } from './store/invoices.ts';

export interface Settlement {
  readonly account_id: Id;
  readonly legal_entity_id: Id;
  readonly currency: Currency;
  readonly on: Day;
  /** What goes to which invoice; a negative amount opens it again. */
  readonly allocations: readonly Allocation[];
}

/** One ledger transaction for each invoice: the customer's credit to the receivable, or back. */
const postingRows = (ctx: Ctx, { account_id, legal_entity_id, currency, on, allocations }: Settlement) =>
  allocations.flatMap(({ invoice_id, amount_minor }) => {
    const document_kind = amount_minor < 0n ? 'reversal' : 'allocation';
    const document = {
      account_id,
      legal_entity_id,
      transaction_id: ctx.newId(),
      document_id: invoice_id,
      document_kind,
    } as const;
    return ledgerRows({ ...document, posted_on: on, posted_at: ctx.now }, postAllocation(amount_minor, currency));
  });

/**
 * Puts money to an account's invoices, or takes it away: what is open on them changes, and the ledger moves it between the customer's credit and the
 * receivable. Refuses more than is open, or, taken back, than was paid; then nothing is settled.
 */
export const settleInvoices = async (ctx: Ctx, settlement: Settlement): Promise<void> => {
  const { account_id, allocations } = settlement;
  if (allocations.length === 0) return;
  const invoices = await lockInvoices(
    ctx.tx,
    account_id,
    allocations.map((allocation) => allocation.invoice_id),
  );
  const after = openAfter(invoices, allocations);
  if (!after.ok) {
    const { invoice_id, open_minor } = after.reason;
    throw open_minor === null ? InvoiceNotFound({ id: invoice_id }) : AllocationTooLarge({ invoice_id, open_minor });
  }
  await setOpen(ctx.tx, after.value);
  await postTransactions(ctx, postingRows(ctx, settlement));
  await publish(ctx.tx, 'billing.invoices', { account_id });
};
