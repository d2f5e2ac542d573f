import { dayIn, type Id } from '@isp/values';
import { endCredentials } from '../aaa/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { endSubscription, getSubscription, type Subscription } from '../subscriptions/index.ts';
import { grantAccess } from './access.ts';

/** Ends a subscription today: its live session is cut, its log-in and address are given back, and what is left to bill falls due. */
export const terminate = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Subscription> => {
  const { account_id } = await getSubscription(ctx, { id });
  const { zone } = await getAccount(ctx, { id: account_id });
  const subscription = await endSubscription(ctx, { id, on: dayIn(ctx.now, zone) });
  await endCredentials(ctx, { account_id, subscription_id: id });
  await grantAccess(ctx, { ...subscription, zone }, 'ended');
  return subscription;
};
