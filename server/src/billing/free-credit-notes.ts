import { currency as currencyOf, type Day, type Id, lesser } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { settleInvoices } from './settle-invoices.ts';
import { creditsOn, spendCreditNote } from './store/credits.ts';

export interface FreeCreditNotes {
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly amount_minor: bigint;
  readonly on: Day;
}

/** Takes so much of what credit notes put to an invoice away from it, notes of other invoices first: it is left of them again, and open on the invoice. */
export const freeCreditNotes = async (ctx: Ctx, input: FreeCreditNotes): Promise<void> => {
  const { account_id, invoice_id, on } = input;
  let missing = input.amount_minor;
  if (missing <= 0n) return;
  for (const credit of await creditsOn(ctx.tx, account_id, invoice_id)) {
    const amount_minor = -lesser(missing, credit.put_minor);
    if (amount_minor === 0n) return;
    missing += amount_minor;
    const { id: credit_note_id, legal_entity_id, currency } = credit;
    const allocations = [{ invoice_id, amount_minor }];
    await settleInvoices(ctx, { account_id, legal_entity_id, currency: currencyOf(currency), on, allocations });
    const row = { account_id, id: ctx.newId(), credit_note_id, invoice_id, amount_minor, at: ctx.now };
    await spendCreditNote(ctx.tx, credit, [row]);
  }
};
