import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import { subscriptionForUpdate, updateSubscription } from './store.ts';

/** Keeps what addresses a subscription has of its own; null is none, and what is left out stays. */
export const fixOwnAddresses = async (
  ctx: Ctx,
  {
    id,
    ...change
  }: {
    readonly id: Id;
    readonly framed_ip?: string | null | undefined;
    readonly framed_ipv6_prefix?: string | null | undefined;
    readonly delegated_ipv6_prefix?: string | null | undefined;
  },
): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, id);
  if (!before) throw SubscriptionNotFound({ id });
  if (before.state === 'ended') throw SubscriptionEnded();
  return Object.values(change).every((one) => one === undefined) ? before : updateSubscription(ctx.tx, before, change);
};
