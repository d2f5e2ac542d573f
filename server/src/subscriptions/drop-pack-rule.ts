import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { getSubscription } from './get-subscription.ts';
import { deletePackRule } from './pack-store.ts';

/** Has a subscription buy no packs by itself any more. */
export const dropPackRule = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<void> => {
  const { account_id } = await getSubscription(ctx, { id });
  await deletePackRule(ctx.tx, { account_id, subscription_id: id });
  await publish(ctx.tx, 'subscriptions.subscriptions', { account_id });
};
