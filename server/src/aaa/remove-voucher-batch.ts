import { addMs, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { VoucherBatchNeeded, VoucherBatchNotFound } from './faults.ts';
import { isBatchNeeded, lockBatch, removeBatch } from './store/vouchers.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;

/** Removes a batch whose vouchers have all been over for 30 days: their codes, and what was used. */
export const removeVoucherBatch = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<void> => {
  const batch = await lockBatch(ctx.tx, id);
  if (!batch) throw VoucherBatchNotFound({ id });
  if (await isBatchNeeded(ctx.tx, batch, addMs(ctx.now, -DAYS * DAY_MS)))
    throw VoucherBatchNeeded({ name: batch.name, days: DAYS });
  await removeBatch(ctx.tx, batch);
};
