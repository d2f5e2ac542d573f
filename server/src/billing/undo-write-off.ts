import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { bookWriteOff } from './book-write-off.ts';
import { InvoiceNotFound, NotWrittenOff } from './faults.ts';
import { invoiceById, lockInvoices } from './store/invoices.ts';

export interface UndoWriteOff {
  readonly id: Id;
  readonly reason: string;
  readonly todayOf: (accountId: Id) => Promise<Day>;
}

/** Opens again all that was written off of an invoice, as when its customer pays after all. Gives whose it is. */
export const undoWriteOff = async (ctx: Ctx, input: UndoWriteOff): Promise<{ readonly account_id: Id }> => {
  const { id, reason } = input;
  const known = await invoiceById(ctx.tx, ctx.now, id);
  if (!known) throw InvoiceNotFound({ id });
  const { account_id } = known;
  await lockInvoices(ctx.tx, account_id, [id]);
  const invoice = (await invoiceById(ctx.tx, ctx.now, id)) ?? known;
  if (invoice.written_off_minor <= 0n) throw NotWrittenOff({ number: invoice.number });
  const on = await input.todayOf(account_id);
  await bookWriteOff(ctx, invoice, { amount_minor: -invoice.written_off_minor, reason, on });
  return { account_id };
};
