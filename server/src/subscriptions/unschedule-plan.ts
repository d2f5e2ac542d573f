import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { deleteContract } from './contract-store.ts';
import { NothingPlanned, PlannedByPriceChange, SubscriptionNotFound } from './faults.ts';
import { deleteSegments, segmentsOf, subscriptionForUpdate } from './store.ts';

/** Takes a change back that was planned from a later day on, and a contract that was to begin with it. One of a price change is taken back with it only. */
export const unschedulePlan = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly from_on: Day; readonly today: Day },
): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  const { from_on, today } = input;
  const isPlanned = from_on > today && (before.started_on === null || from_on > before.started_on);
  const segments = await segmentsOf(ctx.tx, before.account_id, before.id);
  if (segments.some((each) => each.from_on === from_on && each.price_change_id !== null))
    throw PlannedByPriceChange({ on: from_on });
  if (!isPlanned || !(await deleteSegments(ctx.tx, before, from_on))) throw NothingPlanned({ on: from_on });
  await deleteContract(ctx.tx, before, from_on);
  return before;
};
