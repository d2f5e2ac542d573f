import { type Day, dayIn } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription, unschedulePlan } from '../subscriptions/index.ts';
import { plansById, versionNumbered } from '../tariffs/index.ts';
import { planNextBill } from './bill-period.ts';
import { accountOf, childrenOn, type Known, segmentOn } from './bundle-parts.ts';
import { RequiredPart } from './faults.ts';
import { fitParts } from './fit-parts.ts';

/** Refuses the end of a part that its bundle always comes with, unless the bundle ends by then. */
export const checkEndsAlone = async (ctx: Ctx, part: Known, on: Day | null): Promise<void> => {
  const segment = on === null ? undefined : segmentOn(part, on);
  if (on === null || part.parent_id === null || !segment?.bundle_plan_id || segment.bundle_version === null) return;
  const bundle = { plan_id: segment.bundle_plan_id, plan_version: segment.bundle_version };
  const { parts } = await versionNumbered(ctx, bundle);
  if (parts.find(({ plan_id }) => plan_id === segment.plan_id)?.optional) return;
  const { ended_on } = await getSubscription(ctx, { id: part.parent_id });
  if (ended_on !== null && ended_on <= on) return;
  const [sold] = await plansById(ctx.tx, [bundle.plan_id]);
  throw RequiredPart({ bundle: sold?.name ?? bundle.plan_id });
};

/** The parts that are to go on by themselves when their bundle ends. */
export const leavingOn = async (ctx: Ctx, bundle: Known): Promise<Known[]> => {
  const { ended_on } = bundle;
  if (ended_on === null || bundle.state === 'ended') return [];
  const { addOns } = await childrenOn(ctx, bundle, ended_on);
  return addOns.filter((each) => each.segments.some(({ bundle_plan_id }) => bundle_plan_id !== null));
};

/** Takes back that parts leave a bundle on the day it was to end. */
export const stayTogether = async (ctx: Ctx, bundle: Known, leaving: readonly Known[]): Promise<void> => {
  const { ended_on: from_on } = bundle;
  if (from_on === null) return;
  const today = dayIn(ctx.now, (await accountOf(ctx, bundle)).zone);
  for (const part of leaving) {
    await unschedulePlan(ctx, { id: part.id, from_on, today });
    await planNextBill(ctx, part, today);
  }
  for (const { from_on: on } of bundle.segments.filter((each) => each.from_on > today))
    await fitParts(ctx, bundle, { from_on: on });
};
