import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { cancelVoucherBatch } from './cancel-voucher-batch.ts';
import { goodBatchesOf } from './store/vouchers.ts';

/** Cancels every voucher of an account that is good still, by their batches. */
export const cancelVouchersOf = async (ctx: Ctx, account_id: Id): Promise<void> => {
  for (const id of await goodBatchesOf(ctx.tx, account_id)) await cancelVoucherBatch(ctx, { id });
};
