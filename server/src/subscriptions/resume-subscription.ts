import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { type Reason, resumed } from './core/lifecycle.ts';
import { SubscriptionNotFound } from './faults.ts';
import { closeSuspension, subscriptionForUpdate, updateSubscription } from './store.ts';

/** Takes a reason for suspension away; service returns, from a local day on, when none is left. `undefined` when the reason did not hold. */
export const resumeSubscription = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly reason: Reason; readonly on: Day },
): Promise<Subscription | undefined> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  const after = resumed(before, input.reason);
  if (!after) return undefined;
  if (after.state !== 'suspended') await closeSuspension(ctx.tx, before.account_id, before.id, input.on);
  return updateSubscription(ctx.tx, before, { state: after.state, suspended_for: [...after.suspended_for] });
};
