import { addMs, type Instant } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { CLASS_OCTETS } from './core/class.ts';
import { FRESH_MS } from './core/profile.ts';
import { closeSilent, outdated } from './store/sessions.ts';

/** What was spoken to within this time is not spoken to again by the sweep. */
const QUIET_MS = 30 * 60_000;
const AT_ONCE = 1000;

/**
 * Closes open sessions without news for three interim intervals, as of `at`: they ended when they were last heard of. Then looks for sessions
 * that were told other than they deserve (an answer was lost, a change fell between Accept and Start) and queues their reconciliation.
 */
export const sweepSessions = async (kernel: Kernel, at: Instant): Promise<void> => {
  const closed = await closeSilent(kernel.db, addMs(at, -FRESH_MS));
  if (closed > 0) kernel.log.info({ closed }, 'sessions without news were closed');
  const stale = await outdated(kernel.db, addMs(at, -QUIET_MS), CLASS_OCTETS, AT_ONCE);
  if (stale.length === 0) return;
  const jobs = stale.map((key) => ({
    task: 'aaa.reconcile',
    key: `aaa.reconcile:${key.subscription_id}`,
    payload: { ...key, cause: 'found to differ' },
  }));
  await transact(kernel, system('sweep-sessions'), ({ tx }) => addJobs(tx, jobs));
};
