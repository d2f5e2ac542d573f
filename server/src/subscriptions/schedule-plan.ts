import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { SamePlan, SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import { insertSegment, segmentsOf, subscriptionForUpdate } from './store.ts';

export interface SchedulePlan {
  readonly id: Id;
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly price_minor: bigint;
  readonly from_on: Day;
}

/** Gives a subscription another plan from a day on: a new segment; a segment already planned for that day is replaced. */
export const schedulePlan = async (ctx: Ctx, input: SchedulePlan): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  if (before.state === 'ended') throw SubscriptionEnded();
  const { account_id, id: subscription_id } = before;
  const last = (await segmentsOf(ctx.tx, account_id, subscription_id)).at(-1);
  if (last?.plan_id === input.plan_id && last.plan_version === input.plan_version) throw SamePlan();
  const { from_on, plan_id, plan_version, price_minor } = input;
  await insertSegment(ctx.tx, {
    account_id,
    subscription_id,
    from_on,
    plan_id,
    plan_version,
    price_minor,
    created_at: ctx.now,
  });
  return before;
};
