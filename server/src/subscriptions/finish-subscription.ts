import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import { closeRest, openSuspension, standAlone, subscriptionForUpdate, updateSubscription } from './store.ts';

/** Makes a subscription over whose end has come: from now on it has no service. Parts that leave a bundle when it ends stand by themselves. */
export const finishSubscription = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly today: Day },
): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  if (before.state === 'ended' || before.ended_on === null) throw SubscriptionEnded();
  const back = { to_on: before.ended_on, known_on: input.today };
  const from_on = await openSuspension(ctx.tx, before);
  if (from_on) await closeRest(ctx.tx, before, { reason: 'suspension', from_on }, back);
  await standAlone(ctx.tx, before, before.ended_on);
  return updateSubscription(ctx.tx, before, { state: 'ended', suspended_for: [] });
};
