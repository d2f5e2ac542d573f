import type { Id } from '@isp/values';
import { copyRows } from '../kernel/copy.ts';
import { sql, type Tx } from '../kernel/db.ts';

/** Copies the subscriptions of an account to its copy: what they have, when they rest, what binds them, and how far they are billed; not the addresses that are their own. */
export const copySubscriptions = async (tx: Tx, accountId: Id): Promise<void> => {
  const where = sql`t.account_id = ${accountId}`;
  // Its use before is not copied, so none of it is reckoned again.
  const own = { framed_ip: null, framed_ipv6_prefix: null, delegated_ipv6_prefix: null };
  const set = { recount_from: null, quote_id: null, ...own };
  await copyRows(tx, 'subscriptions.subscription', { where, ids: ['account_id', 'id', 'parent_id'], set });
  const ids = ['account_id', 'subscription_id'];
  await copyRows(tx, 'subscriptions.segment', { where, ids });
  await copyRows(tx, 'subscriptions.rest', { where, ids });
  await copyRows(tx, 'subscriptions.contract', { where, ids });
};
