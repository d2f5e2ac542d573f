import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { insertBulk, type SessionRef } from './store/bulk-disconnect.ts';

/** Queues a Disconnect for many sessions as one piece of work, whose progress can be followed by the id it gives. */
export const disconnectMany = async (
  ctx: Ctx,
  { sessions, cause }: { readonly sessions: readonly SessionRef[]; readonly cause: string },
): Promise<{ id: Id; total: number }> => {
  const id = ctx.newId();
  await insertBulk(ctx.tx, { id, cause, requested_at: ctx.now, requested_by: ctx.actor.name }, sessions);
  await addJobs(ctx.tx, [{ task: 'aaa.bulk-disconnect', key: `aaa.bulk-disconnect:${id}`, payload: { bulk_id: id } }]);
  return { id, total: sessions.length };
};
