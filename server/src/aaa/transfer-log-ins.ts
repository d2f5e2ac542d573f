import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { noteOnline } from './store/online.ts';
import { moveAssignments, moveCredentials, moveSessions, noteTransfer, type TransferOf } from './store/transfer.ts';

/**
 * Gives all that a subscription is known and online by to another: its log-ins with their names, bindings and passwords, its addresses, and its live sessions, which go on. What a
 * session told by now stays the old one's use, what it tells from now on is the new one's. Once the new one's access is set, the sessions are told by the job this commit queues.
 */
export const transferLogIns = async (ctx: Ctx, transfer: TransferOf): Promise<void> => {
  const { from, to } = transfer;
  await noteTransfer(ctx.tx, transfer, ctx.now);
  await moveCredentials(ctx.tx, transfer);
  await moveAssignments(ctx.tx, transfer);
  await moveSessions(ctx.tx, transfer, ctx.now);
  await noteOnline(ctx.tx, from);
  await noteOnline(ctx.tx, to);
  await addJobs(ctx.tx, [
    {
      task: 'aaa.reconcile',
      key: `aaa.reconcile:${to.subscription_id}`,
      payload: { ...to, cause: 'transferred', requested_at: ctx.now },
    },
  ]);
};
