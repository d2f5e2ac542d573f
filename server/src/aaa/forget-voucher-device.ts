import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Voucher } from './contract.ts';
import { getVoucher } from './get-voucher.ts';
import { forgetDevice } from './store/vouchers.ts';

/** Has a voucher forget the device it is bound to: the next that comes is the one. */
export const forgetVoucherDevice = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Voucher> => {
  await forgetDevice(ctx.tx, await getVoucher(ctx, { id }));
  return getVoucher(ctx, { id });
};
