import { currency as currencyOf, type Day, type Id, later } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { type Allocation, allocateOldestFirst, allocateToNamed } from './core/allocation.ts';
import { settleInvoices } from './settle-invoices.ts';
import { type OpenCredit, openCredits, spendCreditNote } from './store/credits.ts';
import { openInvoices } from './store/invoices.ts';

/** First to the invoices it is of, then to the oldest. */
const allocate = async (ctx: Ctx, credit: OpenCredit): Promise<Allocation[]> => {
  const open = await openInvoices(ctx.tx, credit.account_id);
  const own = open.filter(({ invoice_id }) => credit.credits.includes(invoice_id));
  const first = allocateToNamed(
    credit.open_minor,
    own,
    own.map(({ invoice_id }) => invoice_id),
  );
  const others = open.filter((each) => !own.includes(each));
  return [...first.allocations, ...allocateOldestFirst(first.left_minor, others).allocations];
};

/** Puts what is left of accounts' credit notes to their open invoices, as of a day or, of a note that came later, of its own. What no invoice takes stays as their credit. */
export const spendCreditNotes = async (ctx: Ctx, accountIds: readonly Id[], as_of: Day): Promise<void> => {
  for (const credit of await openCredits(ctx.tx, accountIds)) {
    const allocations = await allocate(ctx, credit);
    if (allocations.length === 0) continue;
    const { account_id, legal_entity_id, id: credit_note_id } = credit;
    await settleInvoices(ctx, {
      account_id,
      legal_entity_id,
      currency: currencyOf(credit.currency),
      on: later(as_of, credit.issued_on),
      allocations,
    });
    const rows = allocations.map((each) => ({ ...each, account_id, credit_note_id, id: ctx.newId(), at: ctx.now }));
    await spendCreditNote(ctx.tx, credit, rows);
  }
};
