import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Payment } from './contract.ts';
import { AllocationTooLarge } from './faults.ts';
import { insertAllocations, updatePayment } from './store.ts';

export interface NewAllocation {
  readonly invoice_id: Id;
  readonly amount_minor: bigint;
}

/** Notes which invoices a payment settles, and how much of each; what is left stays as the account's credit. */
export const allocatePayment = async (
  ctx: Ctx,
  payment: Payment,
  allocations: readonly NewAllocation[],
): Promise<Payment> => {
  if (allocations.length === 0) return payment;
  const sum = allocations.reduce((total, a) => total + a.amount_minor, 0n);
  const unallocated_minor = payment.unallocated_minor - sum;
  if (unallocated_minor < 0n) throw AllocationTooLarge();
  const key = { account_id: payment.account_id, payment_id: payment.id, at: ctx.now };
  await insertAllocations(
    ctx.tx,
    allocations.map((a) => ({ ...key, ...a, id: ctx.newId() })),
  );
  return updatePayment(ctx.tx, payment, { unallocated_minor });
};
