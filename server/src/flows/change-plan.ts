import { dayIn, later } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { beginSegment, getSubscription, type Subscription, schedulePlan } from '../subscriptions/index.ts';
import { sellableVersion } from '../tariffs/index.ts';
import { grantAccess } from './access.ts';
import type { ChangePlan } from './contract.ts';
import { CurrencyDiffers } from './faults.ts';

/** Moves a subscription to another plan from the next period on; the period that is paid for is used up first. One that begins today takes effect at once. */
export const changePlan = async (ctx: Ctx, input: ChangePlan): Promise<Subscription> => {
  const subscription = await getSubscription(ctx, input);
  const account = await getAccount(ctx, { id: subscription.account_id });
  const today = dayIn(ctx.now, account.zone);
  const from_on = later(subscription.next_bill_on ?? today, today);
  const version = await sellableVersion(ctx, input.plan_id, from_on);
  if (version.currency !== subscription.currency)
    throw CurrencyDiffers({ account: subscription.currency, other: version.currency });
  const { plan_id, version: plan_version, price_minor } = version;
  const scheduled = await schedulePlan(ctx, { id: input.id, plan_id, plan_version, price_minor, from_on });
  if (from_on > today) return scheduled;
  await beginSegment(ctx, { id: input.id, plan_id });
  await grantAccess(ctx, { ...scheduled, zone: account.zone }, 'plan changed');
  return getSubscription(ctx, input);
};
