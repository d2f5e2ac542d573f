import { currency as currencyOf, type Id, minorToDecimal } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { CreditNoteNotFound, CreditNoteSpent } from './faults.ts';
import { type CreditLeft, creditForUpdate, setCreditOpen } from './store/credits.ts';

/** Takes an amount off what is left of a credit note (all of it unless said), to be paid out; never more than is left. Gives the note as it was, and the amount. */
export const takeFromCreditNote = async (
  ctx: Ctx,
  { id, amount_minor }: { readonly id: Id; readonly amount_minor?: bigint | undefined },
): Promise<{ readonly note: CreditLeft; readonly amount_minor: bigint }> => {
  const note = await creditForUpdate(ctx.tx, id);
  if (!note) throw CreditNoteNotFound({ id });
  const { number, currency, open_minor: left } = note;
  const taken = amount_minor ?? left;
  if (taken <= 0n || taken > left)
    throw CreditNoteSpent({ number, left: minorToDecimal(left, currencyOf(currency)), currency });
  await setCreditOpen(ctx.tx, note, left - taken);
  await publish(ctx.tx, 'billing.credit_notes', { account_id: note.account_id });
  return { note, amount_minor: taken };
};
