import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Refund } from './contract.ts';
import { RefundNotFound, RefundReversed } from './faults.ts';
import { markReversed, refundForUpdate } from './refund-store.ts';
import { paymentForUpdate, updatePayment } from './store.ts';

/** Notes that money paid out came back; of a payment, it is left on it again. What it was of a credit note is the caller's to put back. */
export const reverseRefund = async (
  ctx: Ctx,
  { id, reason }: { readonly id: Id; readonly reason: string },
): Promise<Refund> => {
  const refund = await refundForUpdate(ctx.tx, id);
  if (!refund) throw RefundNotFound({ id });
  if (refund.reversed_at !== null) throw RefundReversed();
  const payment = refund.payment_id === null ? undefined : await paymentForUpdate(ctx.tx, refund.payment_id);
  if (payment)
    await updatePayment(ctx.tx, payment, { unallocated_minor: payment.unallocated_minor + refund.amount_minor });
  return markReversed(ctx.tx, refund, { reversed_at: ctx.now, reversed_reason: reason });
};
