import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { contractsOf } from './contract-store.ts';
import { SubscriptionNotFound } from './faults.ts';
import { pausesOf, segmentsOf, subscriptionById } from './store.ts';

interface History {
  readonly segments: Awaited<ReturnType<typeof segmentsOf>>;
  readonly pauses: Awaited<ReturnType<typeof pausesOf>>;
  readonly contracts: Awaited<ReturnType<typeof contractsOf>>;
}

/** One subscription with its segments (which plan version held from when), pauses and contracts, or `SubscriptionNotFound`. */
export const getSubscription = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Subscription & History> => {
  const subscription = await subscriptionById(ctx.tx, id);
  if (!subscription) throw SubscriptionNotFound({ id });
  const segments = await segmentsOf(ctx.tx, subscription.account_id, id);
  const pauses = await pausesOf(ctx.tx, subscription);
  return { ...subscription, segments, pauses, contracts: await contractsOf(ctx.tx, subscription) };
};
