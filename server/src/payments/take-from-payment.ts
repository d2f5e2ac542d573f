import { currency as currencyOf, type Id, minorToDecimal } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Payment } from './contract.ts';
import { PaymentNotFound, PaymentSpent } from './faults.ts';
import { paymentForUpdate, updatePayment } from './store.ts';

/** Takes an amount off what is left of a payment (all of it unless said), to be paid out; never more than is left. Gives the payment as it was, and the amount. */
export const takeFromPayment = async (
  ctx: Ctx,
  { id, amount_minor }: { readonly id: Id; readonly amount_minor?: bigint | undefined },
): Promise<{ readonly payment: Payment; readonly amount_minor: bigint }> => {
  const payment = await paymentForUpdate(ctx.tx, id);
  if (!payment) throw PaymentNotFound({ id });
  const { unallocated_minor: left, currency } = payment;
  const taken = amount_minor ?? left;
  if (taken <= 0n || taken > left) throw PaymentSpent({ left: minorToDecimal(left, currencyOf(currency)), currency });
  await updatePayment(ctx.tx, payment, { unallocated_minor: left - taken });
  return { payment, amount_minor: taken };
};
