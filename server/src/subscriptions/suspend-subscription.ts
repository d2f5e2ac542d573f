import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { type Reason, suspended } from './core/lifecycle.ts';
import { SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import { openSuspension, subscriptionForUpdate, updateSubscription } from './store.ts';

/** Suspends a subscription for a reason from a local day on; another reason may hold already. Doing it twice changes nothing. */
export const suspendSubscription = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly reason: Reason; readonly on: Day },
): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  const after = suspended(before, input.reason);
  if (!after.ok) throw SubscriptionEnded();
  if (!after.value) return before;
  if (before.state !== 'suspended') await openSuspension(ctx.tx, before.account_id, before.id, input.on);
  return updateSubscription(ctx.tx, before, {
    state: after.value.state,
    suspended_for: [...after.value.suspended_for],
  });
};
