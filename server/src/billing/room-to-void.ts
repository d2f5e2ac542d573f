import { greater, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Invoice } from './contract.ts';
import { AlreadyVoid, InvoiceNotFound, NothingToVoid } from './faults.ts';
import { linesToCredit } from './store/credit-notes.ts';
import { creditsOn } from './store/credits.ts';
import { invoiceById } from './store/invoices.ts';

/**
 * How much of what was put to an invoice has to be taken away so that a credit note of all that is left of its lines finds room on it. Locks the credit notes put to it, then the invoice; refuses
 * one that is void, or of which nothing is left.
 */
export const roomToVoid = async (
  ctx: Ctx,
  { id }: { readonly id: Id },
): Promise<{ readonly invoice: Pick<Invoice, 'account_id' | 'id' | 'number'>; readonly missing_minor: bigint }> => {
  const known = await invoiceById(ctx.tx, ctx.now, id);
  if (!known) throw InvoiceNotFound({ id });
  await creditsOn(ctx.tx, known.account_id, id);
  const lines = await linesToCredit(ctx.tx, known.account_id, id);
  const invoice = (await invoiceById(ctx.tx, ctx.now, id)) ?? known;
  if (invoice.state === 'void') throw AlreadyVoid({ number: invoice.number });
  const left_minor = lines.reduce(
    (sum, line) => sum + greater(0n, line.gross_minor - line.credited_net_minor - line.credited_tax_minor),
    0n,
  );
  if (left_minor === 0n) throw NothingToVoid({ number: invoice.number });
  return { invoice, missing_minor: greater(0n, left_minor - invoice.open_minor) };
};
