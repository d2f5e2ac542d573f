import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { CreditNoteNotFound } from './faults.ts';
import { creditForUpdate, setCreditOpen } from './store/credits.ts';

/** Puts back on a credit note what was taken off it, as when a transfer to the customer came back. */
export const putBackOnCreditNote = async (
  ctx: Ctx,
  { id, amount_minor }: { readonly id: Id; readonly amount_minor: bigint },
): Promise<void> => {
  const note = await creditForUpdate(ctx.tx, id);
  if (!note) throw CreditNoteNotFound({ id });
  await setCreditOpen(ctx.tx, note, note.open_minor + amount_minor);
  await publish(ctx.tx, 'billing.credit_notes', { account_id: note.account_id });
};
