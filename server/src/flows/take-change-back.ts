import { dayIn } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription, type Subscription, unschedulePlan } from '../subscriptions/index.ts';
import { planNextBill } from './bill-period.ts';
import type { TakeChangeBack } from './contract.ts';
import { followPriceChanges } from './follow-price-changes.ts';
import { checkStays } from './stays.ts';

/** Takes a change back that is planned for a day to come. */
export const takeChangeBack = async (ctx: Ctx, { id, from_on }: TakeChangeBack): Promise<Subscription> => {
  const subscription = await getSubscription(ctx, { id });
  checkStays(subscription);
  const { account_id, plan_id } = subscription;
  const { zone } = await getAccount(ctx, { id: account_id });
  const today = dayIn(ctx.now, zone);
  await unschedulePlan(ctx, { id, from_on, today });
  await followPriceChanges(ctx, { id, plan_id });
  await planNextBill(ctx, { account_id, id }, today);
  return getSubscription(ctx, { id });
};
