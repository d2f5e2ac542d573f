import type { Id } from '@isp/values';
import { auditRead } from '../kernel/audit-read.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { VoucherCode } from './contract.ts';
import { VoucherNotFound } from './faults.ts';
import { openCode } from './open-code.ts';
import { codeById } from './store/vouchers.ts';

/** The code and PIN of a voucher. Who asked is in the audit, by the same commit. */
export const showVoucherCode = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<VoucherCode> => {
  const sealed = await codeById(ctx.tx, id);
  if (!sealed) throw VoucherNotFound({ id });
  await auditRead(ctx.tx, 'aaa.voucher', { id, shown: 'code' });
  return openCode(ctx, sealed);
};
