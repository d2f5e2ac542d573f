import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { isSuspended, type Reason, resumed } from './core/lifecycle.ts';
import { SubscriptionNotFound } from './faults.ts';
import { closeRest, openSuspension, subscriptionForUpdate, updateSubscription } from './store.ts';

/** Takes a reason for suspension away; service returns, from a local day on, when none is left. `undefined` when the reason did not hold. */
export const resumeSubscription = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly reason: Exclude<Reason, 'pause'>; readonly on: Day },
): Promise<Subscription | undefined> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  const after = resumed(before, input.reason);
  if (!after) return undefined;
  const { on } = input;
  const from_on = isSuspended(after) ? undefined : await openSuspension(ctx.tx, before);
  if (from_on) await closeRest(ctx.tx, before, { reason: 'suspension', from_on }, { to_on: on, known_on: on });
  const { state, suspended_for } = after;
  return updateSubscription(ctx.tx, before, { state, suspended_for: [...suspended_for], next_bill_on: on });
};
