import { epochMs, type Instant, instantFromEpochMs } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { type ClaimedHours, claimHours } from './store/roll-up.ts';
import { writersGone } from './writers-gone.ts';

const HOUR_MS = 3_600_000;

/**
 * Claims every hour that is over by `at`: what comes for them from now on is told apart as late, and what was being written when they were claimed
 * is committed. Gives the hours to be stored; nothing when there are none, or a writer did not end in time (the claim stays).
 */
export const claimUsage = async (kernel: Kernel, at: Instant): Promise<ClaimedHours | undefined> => {
  const claimed = await claimHours(kernel.db, instantFromEpochMs(Math.floor(epochMs(at) / HOUR_MS) * HOUR_MS));
  return claimed && (await writersGone(kernel, 'aaa.usage_quarter')) ? claimed : undefined;
};
