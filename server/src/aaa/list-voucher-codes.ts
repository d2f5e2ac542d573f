import { auditRead } from '../kernel/audit-read.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { Page } from '../kernel/page.ts';
import type { ListVoucherCodes, VoucherCode } from './contract.ts';
import { getVoucherBatch } from './get-voucher-batch.ts';
import { openCode } from './open-code.ts';
import { listCodes } from './store/vouchers.ts';

/** The codes and PINs of a batch. Who asked is in the audit, by the same commit. */
export const listVoucherCodes = async (ctx: Ctx, input: ListVoucherCodes): Promise<Page<VoucherCode>> => {
  const { id } = await getVoucherBatch(ctx, input);
  await auditRead(ctx.tx, 'aaa.voucher_batch', { id, shown: 'codes' });
  const page = await listCodes(ctx.tx, input);
  return { ...page, items: page.items.map((one) => openCode(ctx, one)) };
};
