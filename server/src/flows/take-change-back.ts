import { type Day, dayIn } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription, type Subscription, unschedulePlan } from '../subscriptions/index.ts';
import { planNextBill } from './bill-period.ts';
import { childrenOn } from './bundle-parts.ts';
import type { TakeChangeBack } from './contract.ts';
import { endOn } from './end-on.ts';
import { followPriceChanges } from './follow-price-changes.ts';
import { checkStays } from './stays.ts';

/** What the parts of a bundle had planned for that day goes with it: another plan or share, an end, a beginning. */
const partsBack = async (
  ctx: Ctx,
  bundle: Parameters<typeof childrenOn>[1],
  from_on: Day,
  { today, zone }: { readonly today: Day; readonly zone: string },
): Promise<void> => {
  const { parts } = await childrenOn(ctx, bundle, from_on);
  for (const { id, started_on, ended_on, segments } of parts) {
    const ending = { id, zone, waive_fee: undefined };
    if (started_on === from_on) await endOn(ctx, { ...ending, ended_on: from_on });
    else if (segments.some((each) => each.from_on === from_on)) await unschedulePlan(ctx, { id, from_on, today });
    if (ended_on === from_on && started_on !== from_on) await endOn(ctx, { ...ending, ended_on: null });
    await planNextBill(ctx, { ...bundle, id }, today);
  }
};

/** Takes a change back that is planned for a day to come. */
export const takeChangeBack = async (ctx: Ctx, { id, from_on }: TakeChangeBack): Promise<Subscription> => {
  const subscription = await getSubscription(ctx, { id });
  checkStays(subscription);
  const { account_id, plan_id } = subscription;
  const { zone } = await getAccount(ctx, { id: account_id });
  const today = dayIn(ctx.now, zone);
  await unschedulePlan(ctx, { id, from_on, today });
  await partsBack(ctx, { account_id, id }, from_on, { today, zone });
  await followPriceChanges(ctx, { id, plan_id });
  await planNextBill(ctx, { account_id, id }, today);
  return getSubscription(ctx, { id });
};
