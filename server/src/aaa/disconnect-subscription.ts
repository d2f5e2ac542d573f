import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { openOf } from './store/online.ts';

/** Queues a Disconnect for each open session of a subscription; gives how many. */
export const disconnectSubscription = async (
  ctx: Ctx,
  {
    account_id,
    subscription_id,
    cause,
  }: { readonly account_id: Id; readonly subscription_id: Id; readonly cause: string },
): Promise<number> => {
  const open = await openOf(ctx.tx, [{ account_id, subscription_id }]);
  const payload = { account_id, cause, requested_at: ctx.now };
  await addJobs(
    ctx.tx,
    open.map(({ id }) => ({
      task: 'aaa.disconnect',
      key: `aaa.disconnect:${id}`,
      payload: { ...payload, session_id: id },
    })),
  );
  return open.length;
};
