import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { isPausedOn, resumed, suspended } from './core/lifecycle.ts';
import { SubscriptionNotFound } from './faults.ts';
import { pausesOf, segmentsOf, subscriptionForUpdate, updateSubscription } from './store.ts';

const standingOn = async (ctx: Ctx, before: Subscription, on: Day) => {
  const paused = isPausedOn(await pausesOf(ctx.tx, before), on);
  if (!paused) return resumed(before, 'pause');
  const after = suspended(before, 'pause');
  return after.ok ? after.value : undefined;
};

/** Lets what is planned hold on a day: a pending subscription becomes active, another plan or billing day takes effect, a pause begins or is over. Ends are the flow's. */
export const keepState = async (ctx: Ctx, input: { readonly id: Id; readonly on: Day }): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  const { on } = input;
  if (before.state === 'ended' || before.started_on === null || before.started_on > on) return before;
  const segment = (await segmentsOf(ctx.tx, before.account_id, before.id)).findLast(({ from_on }) => from_on <= on);
  const begun = before.state === 'pending' ? { ...before, state: 'active' as const } : before;
  const standing = await standingOn(ctx, begun, on);
  const { plan_id = before.plan_id, anchor_on = before.anchor_on, anchor_day = before.anchor_day } = segment ?? {};
  return updateSubscription(ctx.tx, before, {
    state: standing?.state ?? begun.state,
    suspended_for: [...(standing?.suspended_for ?? before.suspended_for)],
    plan_id,
    anchor_on,
    anchor_day,
    ...(segment ? { price_override_minor: segment.own_price ? segment.price_minor : null } : {}),
  });
};
