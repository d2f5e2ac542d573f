import type { Ctx } from '../kernel/ctx.ts';
import type { Page } from '../kernel/page.ts';
import type { ListVouchers, Voucher } from './contract.ts';
import { normalMac } from './core/station.ts';
import { foldedCode, hiddenCode } from './core/voucher-code.ts';
import { listVouchers as readVouchers } from './store/vouchers.ts';

const NUMBER = /^\d{1,5}$/;

/** Vouchers without their codes; one is found by its whole code, its number, or the device it is bound to. */
export const listVouchers = async (ctx: Ctx, input: ListVouchers): Promise<Page<Voucher>> => {
  const { q } = input;
  const search =
    q === undefined
      ? undefined
      : {
          digest: ctx.secrets.digest(foldedCode(q)),
          number: NUMBER.test(q) ? Number.parseInt(q, 10) : null,
          mac: normalMac(q) ?? null,
        };
  const page = await readVouchers(ctx.tx, input, search);
  return { ...page, items: page.items.map((one) => ({ ...one, code: hiddenCode(one.code_ending) })) };
};
