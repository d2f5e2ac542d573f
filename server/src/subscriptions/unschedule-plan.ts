import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { NothingPlanned, SubscriptionNotFound } from './faults.ts';
import { deleteSegments, subscriptionForUpdate } from './store.ts';

/** Takes a change back that was planned from a later day on. */
export const unschedulePlan = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly from_on: Day; readonly today: Day },
): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  const { from_on, today } = input;
  const isPlanned = from_on > today && (before.started_on === null || from_on > before.started_on);
  if (!isPlanned || !(await deleteSegments(ctx.tx, before, from_on))) throw NothingPlanned({ on: from_on });
  return before;
};
