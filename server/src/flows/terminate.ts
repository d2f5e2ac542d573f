import { type Day, dayIn } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import { permits } from '../kernel/actor.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { NotPermitted } from '../kernel/faults.ts';
import { addOnsOf, getSubscription, type Subscription } from '../subscriptions/index.ts';
import { notBefore } from './add-ons.ts';
import { checkEndsAlone, leavingOn, stayTogether } from './bundle-ends.ts';
import type { EndSubscription } from './contract.ts';
import { type Ending, endOn } from './end-on.ts';
import { BundleDissolves, OutlivesParent } from './faults.ts';
import { checkStays } from './stays.ts';
import { withinAYear } from './within-a-year.ts';

const WAIVES = 'billing.discounts';

/** Refuses to waive what leaving a contract costs for whoever may not. */
export const checkWaives = ({ actor }: Ctx, waive_fee: string | undefined): void => {
  if (waive_fee !== undefined && !permits(actor, WAIVES)) throw NotPermitted({ permission: WAIVES });
};

/** An add-on ends by itself before its parent does, never after. */
const checkOutlives = async (ctx: Ctx, { parent_id }: Subscription, on: Day | null): Promise<void> => {
  if (parent_id === null) return;
  const { ended_on } = await getSubscription(ctx, { id: parent_id });
  if (ended_on !== null && (on === null || on > ended_on)) throw OutlivesParent({ ended_on });
};

/** The add-ons that were to end with their parent, or would after it, end with it; those that end before do that. */
const endAddOns = async (ctx: Ctx, before: Subscription, { ended_on: on, ...ending }: Ending): Promise<void> => {
  for (const addOn of await addOnsOf(ctx.tx, before)) {
    const ends = addOn.ended_on;
    const isOwn = ends !== null && ends !== before.ended_on && (on === null || ends <= on);
    if (isOwn) continue;
    await endOn(ctx, { ...ending, id: addOn.id, ended_on: on === null ? null : notBefore(on, addOn) });
  }
};

/** Ends a subscription, with its add-ons or parts: today at once, on a day to come, or as of one that is past; `on: null` takes an end back that has not come. Within a contract that costs its fee, unless somebody who may waives it. */
export const terminate = async (ctx: Ctx, { id, on, waive_fee }: EndSubscription): Promise<Subscription> => {
  checkWaives(ctx, waive_fee);
  const before = await getSubscription(ctx, { id });
  checkStays(before);
  const { zone } = await getAccount(ctx, { id: before.account_id });
  const today = dayIn(ctx.now, zone);
  const ending = { id, ended_on: on === null ? null : withinAYear(on ?? today, today), zone, waive_fee };
  await checkOutlives(ctx, before, ending.ended_on);
  await checkEndsAlone(ctx, before, ending.ended_on);
  const leaving = await leavingOn(ctx, before);
  if (leaving.length > 0 && before.ended_on !== null && on !== null) throw BundleDissolves({ on: before.ended_on });
  // Not before the bundle is whole again: what ends with it goes on with it.
  if (leaving.length > 0) await stayTogether(ctx, before, leaving);
  await endAddOns(ctx, before, ending);
  await endOn(ctx, ending);
  return getSubscription(ctx, { id });
};
