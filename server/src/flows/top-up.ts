import { dayIn } from '@isp/values';
import { lockAccess } from '../aaa/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { type GrantTopUp, getSubscription, grantTopUp, lockSubscription, type TopUp } from '../subscriptions/index.ts';
import { accessInput } from '../views/access-inputs.ts';
import { grantAccess } from './access.ts';
import { NothingToTopUp } from './faults.ts';
import { limitsOf } from './limits.ts';

/** Gives a subscription more to use: what held it back is lifted by the commit's jobs. Refused where the plan limits nothing of the kind. */
export const topUp = async (ctx: Ctx, input: GrantTopUp): Promise<TopUp> => {
  const { account_id, id } = await getSubscription(ctx, input);
  const { zone } = await getAccount(ctx, { id: account_id });
  const key = { account_id, subscription_id: id };
  await lockSubscription(ctx.tx, id);
  await lockAccess(ctx.tx, [key]);
  const access = await accessInput(ctx.tx, key, dayIn(ctx.now, zone));
  const limited = access && (await limitsOf(ctx, [access])).get(id);
  if (!limited?.meters.some(({ rule }) => rule.cost === null && rule.what === input.what))
    throw NothingToTopUp({ what: input.what });
  const granted = await grantTopUp(ctx, { ...input, used_at_grant: limited.marks });
  await grantAccess(ctx, { account_id, id, zone }, 'topped up');
  return granted;
};
