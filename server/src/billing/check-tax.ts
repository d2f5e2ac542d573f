import type { Ctx } from '../kernel/ctx.ts';
import { ChargeTaxUnknown } from './faults.ts';
import { listTaxes } from './store/catalogue.ts';

/** Refuses a tax code that is not there; null is no tax. */
export const checkTax = async (ctx: Ctx, code: string | null): Promise<void> => {
  if (code === null) return;
  const { items } = await listTaxes(ctx.tx);
  if (!items.some((tax) => tax.code === code)) throw ChargeTaxUnknown({ code });
};
