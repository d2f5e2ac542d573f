import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { PackRule } from './contract/packs.ts';
import { SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import { putPackRule } from './pack-store.ts';
import { subscriptionForUpdate } from './store.ts';

/** Says which pack a subscription buys by itself once it has used so much. */
export const setPackRule = async (
  ctx: Ctx,
  { id, ...terms }: Pick<PackRule, 'pack_id' | 'at_percent' | 'at_most'> & { readonly id: Id },
): Promise<PackRule> => {
  const subscription = await subscriptionForUpdate(ctx.tx, id);
  if (!subscription) throw SubscriptionNotFound({ id });
  const { account_id, state } = subscription;
  await publish(ctx.tx, 'subscriptions.subscriptions', { account_id });
  if (state === 'ended') throw SubscriptionEnded();
  const rule = { ...terms, account_id, subscription_id: id, set_by: ctx.actor.name, set_at: ctx.now };
  await putPackRule(ctx.tx, rule);
  return rule;
};
