import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import type { DisconnectSession } from './contract.ts';
import { NOBODY } from './core/record.ts';
import { SessionClosed, SessionNotFound } from './faults.ts';
import { sessionById } from './store/sessions.ts';

/** Queues a Disconnect for an open session; what the NAS answers is in its list of packets. */
export const disconnectSession = async (
  ctx: Ctx,
  { id, reason }: DisconnectSession,
): Promise<{ session_id: string; queued: true }> => {
  const session = await sessionById(ctx.tx, id);
  if (!session) throw SessionNotFound({ id });
  if (session.stopped_at !== null) throw SessionClosed({ id });
  const payload = {
    account_id: session.account_id ?? NOBODY.account_id,
    session_id: id,
    cause: reason,
    requested_at: ctx.now,
  };
  await addJobs(ctx.tx, [{ task: 'aaa.disconnect', key: `aaa.disconnect:${id}`, payload }]);
  return { session_id: id, queued: true };
};
