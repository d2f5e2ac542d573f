import { dayIn, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import type { Voucher } from './contract.ts';
import { cancelledWords } from './core/voucher.ts';
import { VoucherOver } from './faults.ts';
import { getVoucher } from './get-voucher.ts';
import { getVoucherBatch } from './get-voucher-batch.ts';
import { cancelVouchers } from './store/vouchers.ts';

/** Cancels a voucher that is not over; a live session is cut by the job this commit queues. */
export const cancelVoucher = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Voucher> => {
  const voucher = await getVoucher(ctx, { id });
  const { account_id, batch_id } = voucher;
  const { zone } = await getVoucherBatch(ctx, { id: batch_id });
  const reason = cancelledWords(dayIn(ctx.now, zone));
  const [cancelled] = await cancelVouchers(ctx.tx, { account_id, batch_id, id }, reason, ctx.now);
  if (cancelled === undefined) throw VoucherOver({ state: (await getVoucher(ctx, { id })).reason });
  const payload = { account_id, subscription_id: id, cause: 'voucher cancelled', requested_at: ctx.now };
  if (cancelled.was_used) await addJobs(ctx.tx, [{ task: 'aaa.reconcile', key: `aaa.reconcile:${id}`, payload }]);
  return getVoucher(ctx, { id });
};
