import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import { closeSuspension, subscriptionForUpdate, updateSubscription } from './store.ts';

/** Ends a subscription on a local day: from that day on it has no service. What is still to be billed falls due on the day. */
export const endSubscription = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly on: Day },
): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  if (before.state === 'ended') throw SubscriptionEnded();
  await closeSuspension(ctx.tx, before.account_id, before.id, input.on);
  return updateSubscription(ctx.tx, before, {
    state: 'ended',
    suspended_for: [],
    ended_on: input.on,
    next_bill_on: before.next_bill_on === null ? null : input.on,
  });
};
