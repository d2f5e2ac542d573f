import { type Day, type Id, later } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { SubscriptionNotFound } from './faults.ts';
import { finishSubscription } from './finish-subscription.ts';
import { keepState } from './keep-state.ts';
import { openSuspension, subscriptionForUpdate, updateSubscription } from './store.ts';
import { suspendSubscription } from './suspend-subscription.ts';
import { passAllowances } from './transfer-store.ts';

export interface TakeOver {
  readonly from_id: Id;
  readonly to_id: Id;
  /** Today, in the accounts' zone. */
  readonly today: Day;
}

/** What a subscription that takes over and the one that ends by it are then. */
export interface TakenOver {
  readonly from: Subscription;
  readonly to: Subscription;
}

/** Has a subscription take over what another of another account has: its own addresses, what is left to use, and a suspension by hand; that for unpaid invoices is the other account's. The other one is over. */
export const takeOver = async (ctx: Ctx, { from_id, to_id, today }: TakeOver): Promise<TakenOver> => {
  const before = await subscriptionForUpdate(ctx.tx, from_id);
  if (!before) throw SubscriptionNotFound({ id: from_id });
  const begun = await keepState(ctx, { id: to_id, on: today });
  const { framed_ip, framed_ipv6_prefix, delegated_ipv6_prefix, suspended_for } = before;
  const addresses = { framed_ip, framed_ipv6_prefix, delegated_ipv6_prefix };
  await updateSubscription(ctx.tx, begun, { ...addresses, transferred_at: ctx.now });
  await passAllowances(ctx.tx, before, begun, ctx.now);
  if (suspended_for.includes('manual')) {
    const since = await openSuspension(ctx.tx, before);
    const on = later(begun.started_on ?? today, since ?? today);
    await suspendSubscription(ctx, { id: to_id, reason: 'manual', on });
  }
  const from = await finishSubscription(ctx, { id: from_id, today });
  return { from, to: (await subscriptionForUpdate(ctx.tx, to_id)) ?? begun };
};
