import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { VoucherBatch } from './contract.ts';
import { VoucherBatchNotFound } from './faults.ts';
import { batchById } from './store/vouchers.ts';

/** One batch of vouchers, with how many are in each state. */
export const getVoucherBatch = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<VoucherBatch> => {
  const batch = await batchById(ctx.tx, id);
  if (!batch) throw VoucherBatchNotFound({ id });
  return batch;
};
