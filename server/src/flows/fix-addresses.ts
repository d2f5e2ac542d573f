import { checkPrefixes, disconnectSubscription } from '../aaa/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { fixOwnAddresses, type Subscription } from '../subscriptions/index.ts';
import { grantAccess } from './access.ts';
import type { FixAddresses } from './contract.ts';

/**
 * Gives a subscription addresses of its own, or takes them back. No make of NAS changes the address of a living session: it has the new one from its next log-in
 * on, which comes at once when `disconnect` is said.
 */
export const fixAddresses = async (
  ctx: Ctx,
  { id, disconnect, ...change }: FixAddresses,
): Promise<{ subscription: Subscription; disconnected: number }> => {
  const { framed_ipv6_prefix = null, delegated_ipv6_prefix = null } = change;
  await checkPrefixes(ctx, { framed_ipv6_prefix, delegated_ipv6_prefix });
  const subscription = await fixOwnAddresses(ctx, { id, ...change });
  const { account_id } = subscription;
  const { zone } = await getAccount(ctx, { id: account_id });
  await grantAccess(ctx, { ...subscription, zone }, 'addresses changed');
  const key = { account_id, subscription_id: id };
  const disconnected = disconnect ? await disconnectSubscription(ctx, { ...key, cause: 'addresses changed' }) : 0;
  return { subscription, disconnected };
};
