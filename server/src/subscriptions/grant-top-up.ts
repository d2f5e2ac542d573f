import { addMs, epochMs } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { GrantTopUp, TopUp } from './contract.ts';
import { SubscriptionEnded, SubscriptionNotFound, TopUpEndInvalid } from './faults.ts';
import { insertTopUp, subscriptionForUpdate } from './store.ts';

const QUARTER_MS = 900_000;
const LONGEST_MS = 60 * 86_400_000;

/** Gives a subscription more to use from now on. `used_at_grant` is what was used of the windows that hold now: what was used before is not taken off it. */
export const grantTopUp = async (ctx: Ctx, input: GrantTopUp & { readonly used_at_grant: unknown }): Promise<TopUp> => {
  const subscription = await subscriptionForUpdate(ctx.tx, input.id);
  if (!subscription) throw SubscriptionNotFound(input);
  if (subscription.state === 'ended') throw SubscriptionEnded();
  const { id: subscription_id, what, amount, reason, ends_at, used_at_grant } = input;
  const isGood =
    ends_at === null ||
    (ends_at > ctx.now && ends_at <= addMs(ctx.now, LONGEST_MS) && epochMs(ends_at) % QUARTER_MS === 0);
  if (!isGood) throw TopUpEndInvalid();
  const { account_id } = subscription;
  const topUp = { account_id, id: ctx.newId(), subscription_id, what, amount, reason, granted_at: ctx.now, ends_at };
  await insertTopUp(ctx.tx, { ...topUp, amount: BigInt(amount), used_at_grant: JSON.stringify(used_at_grant) });
  return topUp;
};
