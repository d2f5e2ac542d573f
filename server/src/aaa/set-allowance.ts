import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Allowance } from './core/allowance.ts';
import { dropAllowance, storeAllowance } from './store/allowance.ts';

/** Stores how far the access of a subscription holds; `undefined` for one that no use and no moment changes. RADIUS knows it within milliseconds of the commit. */
export const setAllowance = async (
  ctx: Ctx,
  key: { readonly account_id: Id; readonly subscription_id: Id },
  allowance: Allowance | undefined,
): Promise<void> => {
  if (allowance === undefined) await dropAllowance(ctx.tx, key);
  else await storeAllowance(ctx.tx, key, allowance, ctx.now);
};
