import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Voucher } from './contract.ts';
import { hiddenCode } from './core/voucher-code.ts';
import { VoucherNotFound } from './faults.ts';
import { voucherById } from './store/vouchers.ts';

/** One voucher as it was stored last, without its code. */
export const getVoucher = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Voucher> => {
  const voucher = await voucherById(ctx.tx, id);
  if (!voucher) throw VoucherNotFound({ id });
  return { ...voucher, code: hiddenCode(voucher.code_ending) };
};
