import { currency as currencyOf, type Day, type Id, minorToDecimal } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { allocateToNamed } from './core/allocation.ts';
import { creditInvoice } from './credit-invoice.ts';
import { InvoiceNotFound, VoidLeavesOpen } from './faults.ts';
import { settleInvoices } from './settle-invoices.ts';
import { creditsOf, type OpenCredit, spendCreditNote } from './store/credits.ts';
import { lockInvoices } from './store/invoices.ts';

export interface VoidInvoice {
  readonly id: Id;
  readonly account_id: Id;
  readonly number: string;
  readonly reason: string;
  readonly on: Day;
}

/** Puts what is left of a credit note to the invoice; gives what stays open on it. */
const put = async (ctx: Ctx, credit: OpenCredit, invoice_id: Id, on: Day): Promise<bigint> => {
  const { account_id, id: credit_note_id, legal_entity_id } = credit;
  const open = await lockInvoices(ctx.tx, account_id, [invoice_id]);
  const { allocations } = allocateToNamed(credit.open_minor, open, [invoice_id]);
  const currency = currencyOf(credit.currency);
  await settleInvoices(ctx, { account_id, legal_entity_id, currency, on, allocations });
  const rows = allocations.map((each) => ({ ...each, account_id, credit_note_id, id: ctx.newId(), at: ctx.now }));
  if (rows.length > 0) await spendCreditNote(ctx.tx, credit, rows);
  return (open[0]?.open_minor ?? 0n) - allocations.reduce((sum, { amount_minor }) => sum + amount_minor, 0n);
};

/**
 * Voids an invoice that has room for it (`roomToVoid`): a credit note of all that is left of its lines is put to it, then what is left of the credit notes it had
 * before, also of those that were to be paid out: nothing was paid. Refuses when something would stay open, as when such a note was paid out already.
 */
export const voidInvoice = async (ctx: Ctx, input: VoidInvoice): Promise<void> => {
  const { id, account_id, number, reason, on } = input;
  const todayOf = async () => on;
  const made = await creditInvoice(ctx, {
    invoice_id: id,
    reason,
    lines: 'all',
    to_refund: false,
    voids: true,
    todayOf,
  });
  const notes = await creditsOf(ctx.tx, account_id, id);
  const voiding = notes.find((note) => note.id === made.id);
  if (!voiding) throw InvoiceNotFound({ id });
  let open = await put(ctx, voiding, id, on);
  for (const note of notes) if (note !== voiding && open > 0n) open = await put(ctx, note, id, on);
  const { currency } = voiding;
  if (open > 0n) throw VoidLeavesOpen({ number, open: minorToDecimal(open, currencyOf(currency)), currency });
};
