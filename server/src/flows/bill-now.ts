import { dayIn, type Id } from '@isp/values';
import { activeHolds } from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { billOne } from './bill-period.ts';
import type { BillAccount } from './contract.ts';
import { AccountHeld, BillHeld } from './faults.ts';

/** Makes what is due on an account today, and on who pays for it: invoice and credit notes, in one transaction. */
export const billNow = async (
  ctx: Ctx,
  { account_id }: BillAccount,
): Promise<{ readonly invoice_id: Id | null; readonly credit_note_ids: Id[] }> => {
  const { id, zone, payer_id } = await getAccount(ctx, { id: account_id });
  const [hold] = await activeHolds(ctx.tx, [payer_id ?? id]);
  if (hold) throw BillHeld(hold);
  const { invoices, credits, held } = await billOne(ctx, account_id, dayIn(ctx.now, zone));
  if (held !== null) throw AccountHeld({ why: held });
  return { invoice_id: invoices[0]?.id ?? null, credit_note_ids: credits.map(({ id }) => id) };
};
