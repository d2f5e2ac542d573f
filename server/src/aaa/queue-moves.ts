import { addMs, type Instant } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { hasMovable } from './store/session-history.ts';

/** How long a session that is over stays with the open ones: longer than any NAS repeats its Stop. */
const STAYS_MS = 3_600_000;

/** Queues the moving of sessions that are over when there are some: a job, so that its failing or its length holds no other schedule up. */
export const queueMoves = async (kernel: Kernel, at: Instant): Promise<void> => {
  const [task, before] = ['aaa.move-sessions', addMs(at, -STAYS_MS)];
  if (!(await hasMovable(kernel.db, before))) return;
  await transact(kernel, system('queue-moves'), ({ tx }) =>
    addJobs(tx, [{ task, key: task, queue: task, payload: { before } }]),
  );
};
