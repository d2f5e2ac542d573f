import { addMs, type Instant } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { claimMove, makeMonths, movePages, sessionPages } from './store/session-history.ts';
import { writersGone } from './writers-gone.ts';

/** Pages looked at in one transaction: of 8 KiB, with some twenty sessions each. */
const PORTION = 250;
/** The next month is there before it begins. */
const AHEAD_MS = 31 * 86_400_000;

/**
 * Moves sessions that ended, and were last heard of, before a moment to the history, portion by portion: each is one transaction, so killed anywhere the next run moves the rest, and of two at
 * once each moves what the other does not. Gives how many.
 */
export const moveSessions = async (kernel: Kernel, before: Instant): Promise<number> => {
  const { db } = kernel;
  await claimMove(db, before);
  if (!(await writersGone(kernel, 'aaa.session'))) return 0;
  const now = kernel.clock.now();
  await makeMonths(db, [now, addMs(now, AHEAD_MS)]);
  let moved = 0;
  const pages = await sessionPages(db);
  for (let from = 0; from < pages; from += PORTION) moved += await movePages(db, { from, to: from + PORTION }, before);
  if (moved > 0) kernel.log.info({ moved, before }, 'sessions that are over were moved to the history');
  return moved;
};
