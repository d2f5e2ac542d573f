import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Payment, PaymentPage } from './contract.ts';
import { PaymentNotFound, PaymentRefunded, PaymentReversed } from './faults.ts';
import { isRefunded } from './refund-store.ts';
import { allocationsOf, insertAllocations, paymentForUpdate, updatePayment } from './store.ts';

/** Takes a payment back: each allocation gets its opposite. Gives the payment as it was and what it had settled. */
export const reversePayment = async (
  ctx: Ctx,
  { id, reason }: { readonly id: Id; readonly reason: string },
): Promise<{ readonly payment: Payment; readonly allocations: PaymentPage['allocations'] }> => {
  const payment = await paymentForUpdate(ctx.tx, id);
  if (!payment) throw PaymentNotFound({ id });
  if (payment.reversed_at !== null) throw PaymentReversed();
  if (await isRefunded(ctx.tx, payment)) throw PaymentRefunded();
  const allocations = await allocationsOf(ctx.tx, payment);
  const key = { account_id: payment.account_id, payment_id: id, at: ctx.now };
  await insertAllocations(
    ctx.tx,
    allocations.map((a) => ({ ...key, id: ctx.newId(), invoice_id: a.invoice_id, amount_minor: -a.amount_minor })),
  );
  await updatePayment(ctx.tx, payment, { unallocated_minor: 0n, reversed_at: ctx.now, reversed_reason: reason });
  return { payment, allocations };
};
