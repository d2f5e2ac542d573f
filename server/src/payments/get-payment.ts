import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { PaymentPage } from './contract.ts';
import { PaymentNotFound } from './faults.ts';
import { allocationsOf, paymentById } from './store.ts';

/** One payment with what it was allocated to, or `PaymentNotFound`. */
export const getPayment = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<PaymentPage> => {
  const payment = await paymentById(ctx.tx, id);
  if (!payment) throw PaymentNotFound({ id });
  return { ...payment, allocations: await allocationsOf(ctx.tx, payment) };
};
