import { dayIn, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import type { VoucherBatch } from './contract.ts';
import { cancelledWords } from './core/voucher.ts';
import { VoucherBatchCancelled, VoucherBatchNotFound } from './faults.ts';
import { getVoucherBatch } from './get-voucher-batch.ts';
import { cancelVouchers, lockBatch, markBatchCancelled } from './store/vouchers.ts';

/** Cancels what of a batch is not over; live sessions are cut by the jobs this commit queues. */
export const cancelVoucherBatch = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<VoucherBatch> => {
  const batch = await lockBatch(ctx.tx, id);
  if (!batch) throw VoucherBatchNotFound({ id });
  if (batch.cancelled_at !== null) throw VoucherBatchCancelled({ name: batch.name });
  const { account_id } = batch;
  await markBatchCancelled(ctx.tx, batch, ctx.now);
  const reason = cancelledWords(dayIn(ctx.now, batch.zone));
  const cancelled = await cancelVouchers(ctx.tx, { account_id, batch_id: id }, reason, ctx.now);
  const jobs = cancelled.flatMap((one) => (one.was_used ? [one.id] : []));
  await addJobs(
    ctx.tx,
    jobs.map((subscription_id) => ({
      task: 'aaa.reconcile',
      key: `aaa.reconcile:${subscription_id}`,
      payload: { account_id, subscription_id, cause: 'vouchers cancelled', requested_at: ctx.now },
    })),
  );
  return getVoucherBatch(ctx, { id });
};
