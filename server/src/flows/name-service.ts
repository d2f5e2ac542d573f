import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { numbersOf, setNumbers } from '../metering/index.ts';
import { getSubscription } from '../subscriptions/index.ts';
import type { SetNumbers } from './contract/usage.ts';

/** Sets the numbers that records of use name a subscription by. */
export const nameService = async (ctx: Ctx, { id, numbers }: SetNumbers) => {
  const { account_id } = await getSubscription(ctx, { id });
  return setNumbers(ctx, { account_id, subscription_id: id }, numbers);
};

/** The numbers that records of use name a subscription by. */
export const showNumbers = async (ctx: Ctx, { id }: { readonly id: Id }) => {
  const { id: subscription_id } = await getSubscription(ctx, { id });
  return { subscription_id, numbers: await numbersOf(ctx.tx, subscription_id) };
};
