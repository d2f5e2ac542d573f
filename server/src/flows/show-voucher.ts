import type { Id } from '@isp/values';
import { getVoucher, getVoucherBatch } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { ShownVoucher } from './contract.ts';
import { voucherUses } from './voucher-use.ts';

/** One voucher, with what was used of it up to now. */
export const showVoucher = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<ShownVoucher> => {
  const voucher = await getVoucher(ctx, { id });
  const batch = await getVoucherBatch(ctx, { id: voucher.batch_id });
  const { zone, created_at, rate_down_kbps, rate_up_kbps, valid_s, use_by_on, binds_device, pin_length } = batch;
  const [use] = await voucherUses(ctx.tx, [{ ...voucher, zone, created_at }], ctx.now);
  return {
    ...voucher,
    ...{ used_s: use?.seconds ?? 0, used_octets: BigInt(use?.octets ?? 0), online: use?.online ?? 0 },
    ...{ rate_down_kbps, rate_up_kbps, valid_s, use_by_on, binds_device, has_pin: pin_length > 0 },
  };
};
