import { type Id, lesser } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { insertAllocations, paymentsOn, updatePayment } from './store.ts';

export interface FreePayments {
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly amount_minor: bigint;
}

/** Takes so much of what payments put to an invoice away from it, the newest payment first: it is left of them again. Gives how much it was. */
export const freePayments = async (ctx: Ctx, input: FreePayments): Promise<bigint> => {
  const { account_id, invoice_id } = input;
  let missing = input.amount_minor;
  if (missing <= 0n) return 0n;
  for (const payment of await paymentsOn(ctx.tx, account_id, invoice_id)) {
    const freed = lesser(missing, payment.put_minor);
    if (freed === 0n) break;
    missing -= freed;
    const row = { account_id, id: ctx.newId(), payment_id: payment.id, invoice_id, amount_minor: -freed, at: ctx.now };
    await insertAllocations(ctx.tx, [row]);
    await updatePayment(ctx.tx, payment, { unallocated_minor: payment.unallocated_minor + freed });
  }
  return input.amount_minor - missing;
};
