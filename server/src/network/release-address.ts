import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { releaseOf } from './store.ts';

/** Gives a subscription's addresses back; they are used again after all others. */
export const releaseAddress = async (
  ctx: Ctx,
  input: { readonly account_id: Id; readonly subscription_id: Id },
): Promise<void> => {
  await releaseOf(ctx.tx, input.account_id, input.subscription_id, ctx.now);
};
