import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import type { Reconcile } from './contract.ts';

/** Queues a comparison of a subscription's live sessions with what it deserves. */
export const queueReconciliation = async (ctx: Ctx, input: Reconcile): Promise<{ queued: true }> => {
  const payload = { ...input, requested_at: ctx.now };
  await addJobs(ctx.tx, [{ task: 'aaa.reconcile', key: `aaa.reconcile:${input.subscription_id}`, payload }]);
  return { queued: true };
};
