import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { isSuspended, type Reason, suspended } from './core/lifecycle.ts';
import { SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import { openRest, subscriptionForUpdate, updateSubscription } from './store.ts';

/** Suspends a subscription for a reason from a local day on; another reason may hold already. Doing it twice changes nothing. */
export const suspendSubscription = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly reason: Exclude<Reason, 'pause'>; readonly on: Day },
): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  const after = suspended(before, input.reason);
  if (!after.ok) throw SubscriptionEnded();
  if (!after.value) return before;
  if (!isSuspended(before)) {
    const { account_id, id: subscription_id } = before;
    const { on } = input;
    await openRest(ctx.tx, { account_id, subscription_id, reason: 'suspension', from_on: on, known_on: on });
  }
  const { state, suspended_for } = after.value;
  return updateSubscription(ctx.tx, before, { state, suspended_for: [...suspended_for], next_bill_on: input.on });
};
