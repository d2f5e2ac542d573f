import { dayIn } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { dropPackRule, getSubscription, type PackRule, setPackRule } from '../subscriptions/index.ts';
import { getPack, packProblem } from '../tariffs/index.ts';
import { accessInput } from '../views/access-inputs.ts';
import type { SetPackRule } from './contract/packs.ts';
import { NothingToTopUp, PackRuleUnclear, PackUnfit } from './faults.ts';
import { limitsOf } from './limits.ts';
import { holdAllowances } from './pack-rules.ts';

/** Has a subscription buy a pack by itself once it has used so much; when it has already, it buys one at once. */
export const setRule = async (ctx: Ctx, input: SetPackRule): Promise<PackRule> => {
  const subscription = await getSubscription(ctx, input);
  const pack = await getPack(ctx, { id: input.pack_id });
  const why = packProblem(pack, subscription);
  if (why !== undefined) throw PackUnfit({ code: pack.code, why });
  if (pack.what === 'time' && input.at_percent < 100) throw PackRuleUnclear();
  const { account_id, id } = subscription;
  const key = { account_id, subscription_id: id };
  const { zone } = await getAccount(ctx, { id: account_id });
  const access = await accessInput(ctx.tx, key, dayIn(ctx.now, zone));
  const limited = access && (await limitsOf(ctx, [access])).get(id);
  if (!limited?.meters.some(({ rule }) => rule.cost === null && rule.what === pack.what))
    throw NothingToTopUp({ what: pack.what });
  const rule = await setPackRule(ctx, input);
  await holdAllowances(ctx, [key], 'packs are bought');
  return rule;
};

/** Has a subscription buy no packs by itself any more. */
export const dropRule = async (ctx: Ctx, input: { readonly id: string }): Promise<void> => {
  await dropPackRule(ctx, input);
  const { account_id, id } = await getSubscription(ctx, input);
  await holdAllowances(ctx, [{ account_id, subscription_id: id }], 'packs are bought no more');
};
