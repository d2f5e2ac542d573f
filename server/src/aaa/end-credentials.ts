import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { disableCredentials, releaseClaims } from './store/access.ts';

/** Takes a subscription's log-ins out of use: their user names are free again, and its live sessions are cut by the job this commit queues. */
export const endCredentials = async (
  ctx: Ctx,
  key: { readonly account_id: Id; readonly subscription_id: Id },
): Promise<void> => {
  const { account_id, subscription_id } = key;
  const ended = await disableCredentials(ctx.tx, account_id, subscription_id);
  if (ended.length === 0) return;
  for (const { id } of ended) await releaseClaims(ctx.tx, account_id, id, null);
  await addJobs(ctx.tx, [
    {
      task: 'aaa.reconcile',
      key: `aaa.reconcile:${subscription_id}`,
      payload: { account_id, subscription_id, cause: 'log-in ended', requested_at: ctx.now },
    },
  ]);
};
