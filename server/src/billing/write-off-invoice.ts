import { currency as currencyOf, type Day, type Id, minorToDecimal } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { bookWriteOff } from './book-write-off.ts';
import { InvoiceNotFound, WriteOffTooLarge } from './faults.ts';
import { invoiceById, lockInvoices } from './store/invoices.ts';

export interface WriteOffInvoice {
  readonly id: Id;
  readonly reason: string;
  /** All that is open unless said. */
  readonly amount_minor?: bigint | undefined;
  readonly todayOf: (accountId: Id) => Promise<Day>;
}

/** Gives up what is open of an invoice, or some of it; never more than is open. Gives whose it is. */
export const writeOffInvoice = async (ctx: Ctx, input: WriteOffInvoice): Promise<{ readonly account_id: Id }> => {
  const { id, reason } = input;
  const invoice = await invoiceById(ctx.tx, ctx.now, id);
  if (!invoice) throw InvoiceNotFound({ id });
  const { account_id, number, currency } = invoice;
  const [locked] = await lockInvoices(ctx.tx, account_id, [id]);
  const open_minor = locked?.open_minor ?? 0n;
  const amount_minor = input.amount_minor ?? open_minor;
  if (amount_minor <= 0n || amount_minor > open_minor)
    throw WriteOffTooLarge({ number, open: minorToDecimal(open_minor, currencyOf(currency)), currency });
  const on = await input.todayOf(account_id);
  await bookWriteOff(ctx, { ...invoice, open_minor }, { amount_minor, reason, on });
  return { account_id };
};
