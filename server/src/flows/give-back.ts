import { dayIn, type Id } from '@isp/values';
import { type CreditNotePage, creditInvoice, getCreditNote } from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { CreditInvoice } from './contract.ts';
import { settleStanding, spendCredit } from './pay-bill.ts';

/** Gives back some of an invoice by a credit note, and puts it to what is open; when that clears the debt, service comes back. */
export const giveBack = async (ctx: Ctx, { id, ...credit }: CreditInvoice): Promise<CreditNotePage> => {
  const todayOf = async (account_id: Id) => dayIn(ctx.now, (await getAccount(ctx, { id: account_id })).zone);
  const note = await creditInvoice(ctx, { ...credit, invoice_id: id, todayOf });
  await spendCredit(ctx, [note.account_id], await todayOf(note.account_id));
  await settleStanding(ctx, note.account_id);
  return getCreditNote(ctx, note);
};
