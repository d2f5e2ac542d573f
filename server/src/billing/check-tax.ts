import type { Ctx } from '../kernel/ctx.ts';
import { ChargeTaxUnknown } from './faults.ts';
import { isTaxKnown } from './store/taxes.ts';

/** Refuses the code of a tax or group of taxes that is not there; null is no tax. */
export const checkTax = async (ctx: Ctx, code: string | null): Promise<void> => {
  if (code !== null && !(await isTaxKnown(ctx.tx, code))) throw ChargeTaxUnknown({ code });
};
