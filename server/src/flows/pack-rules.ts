import type { Id } from '@isp/values';
import { lockAccess } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import {
  countAutomatic,
  getSubscription,
  lockSubscription,
  type PackRule,
  packRulesOf,
} from '../subscriptions/index.ts';
import { getPack, packProblem, windowAt } from '../tariffs/index.ts';
import { accessInputs } from '../views/access-inputs.ts';
import { deriveAccess } from './access.ts';
import { type Limited, limitsOf } from './limits.ts';
import { leftToRule } from './pack-watch.ts';
import { sellPack } from './sell-pack.ts';

interface Key {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

/** Buys the pack of a rule, if a limit of its kind is used so far, it is still sold to this subscription, and not too often. */
const buyByRule = async (ctx: Ctx, rule: PackRule, { meters, place }: Limited): Promise<void> => {
  const subscription = await getSubscription(ctx, { id: rule.subscription_id });
  const pack = await getPack(ctx, { id: rule.pack_id });
  const isWanted = meters.some(
    (meter) => meter.rule.cost === null && meter.rule.what === pack.what && leftToRule(meter, rule) <= 0,
  );
  if (!isWanted || subscription.state !== 'active' || packProblem(pack, subscription) !== undefined) return;
  const { from_at } = windowAt('period', ctx.now, place);
  if ((await countAutomatic(ctx.tx, rule, from_at)) < rule.at_most)
    await sellPack(ctx, subscription, pack, { automatic: true });
};

/** Lets the rules of some subscriptions buy. Whoever comes second finds more to use, and buys nothing. */
const buyByRules = async (ctx: Ctx, keys: readonly Key[]): Promise<void> => {
  const rules = await packRulesOf(ctx.tx, keys);
  if (rules.length === 0) return;
  for (const { subscription_id } of rules) await lockSubscription(ctx.tx, subscription_id);
  await lockAccess(ctx.tx, keys);
  const limits = await limitsOf(ctx, await accessInputs(ctx.tx, rules, ctx.now));
  for (const rule of rules) {
    const limited = limits.get(rule.subscription_id);
    if (limited) await buyByRule(ctx, rule, limited);
  }
};

/** Those whose moment has come or who used what was left: packs are bought where a rule says so, then access is derived anew. */
export const holdAllowances = async (ctx: Ctx, keys: readonly Key[], cause: string): Promise<void> => {
  await buyByRules(ctx, keys);
  await deriveAccess(ctx, keys, cause);
};
