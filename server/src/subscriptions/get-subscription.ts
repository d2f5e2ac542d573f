import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { SubscriptionNotFound } from './faults.ts';
import { segmentsOf, subscriptionById } from './store.ts';

/** One subscription with its segments (which plan version held from when), or `SubscriptionNotFound`. */
export const getSubscription = async (
  ctx: Ctx,
  { id }: { readonly id: Id },
): Promise<Subscription & { segments: Awaited<ReturnType<typeof segmentsOf>> }> => {
  const subscription = await subscriptionById(ctx.tx, id);
  if (!subscription) throw SubscriptionNotFound({ id });
  return { ...subscription, segments: await segmentsOf(ctx.tx, subscription.account_id, id) };
};
