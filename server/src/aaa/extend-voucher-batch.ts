import { dayIn } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { ExtendVoucherBatch, VoucherBatch } from './contract.ts';
import { endOfUseBy } from './core/voucher.ts';
import { UseByPast, VoucherBatchCancelled, VoucherBatchNotFound } from './faults.ts';
import { getVoucherBatch } from './get-voucher-batch.ts';
import { extendBatch, lockBatch } from './store/vouchers.ts';

/** Sets the last day on which vouchers of a batch may be used first; null for any day. Those that missed the day of before are good again. */
export const extendVoucherBatch = async (ctx: Ctx, { id, use_by_on }: ExtendVoucherBatch): Promise<VoucherBatch> => {
  const batch = await lockBatch(ctx.tx, id);
  if (!batch) throw VoucherBatchNotFound({ id });
  if (batch.cancelled_at !== null) throw VoucherBatchCancelled({ name: batch.name });
  if (use_by_on !== null && use_by_on < dayIn(ctx.now, batch.zone)) throw UseByPast({ use_by_on });
  const use_before = endOfUseBy(use_by_on, batch.zone);
  await extendBatch(ctx.tx, batch, { use_by_on, use_before }, ctx.now);
  return getVoucherBatch(ctx, { id });
};
