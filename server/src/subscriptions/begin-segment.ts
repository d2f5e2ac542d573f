import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { subscriptionById, updateSubscription } from './store.ts';

/** Lets what was planned for today hold: a pending subscription becomes active, and a plan change takes effect. */
export const beginSegment = async (ctx: Ctx, input: { readonly id: Id; readonly plan_id: Id }): Promise<void> => {
  const before = await subscriptionById(ctx.tx, input.id);
  if (!before) return;
  if (before.state === 'pending') await updateSubscription(ctx.tx, before, { state: 'active', plan_id: input.plan_id });
  else if (before.plan_id !== input.plan_id)
    await updateSubscription(ctx.tx, before, { plan_id: input.plan_id, price_override_minor: null });
};
