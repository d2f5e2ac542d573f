import { addMs, type Instant } from '@isp/values';
import { system } from './actor.ts';
import { realNow } from './clock.ts';
import { type Kernel, transact } from './ctx.ts';
import type { Schedule, When } from './schedule.ts';

/** When in the day what is of no business day is tidied up: all of it at one moment, the same for every zone. */
export const AT_NIGHT: When = { daily: '03:50', zones: async () => ['UTC'] };

const DAY_MS = 86_400_000;
/** How long an Idempotency-Key is remembered. */
const KEY_DAYS = 7;
/** How long a job's being done is remembered: longer than any job is retried. */
const JOB_DAYS = 30;

const forget = (kernel: Kernel, at: Instant): Promise<void> =>
  transact(kernel, system('housekeeping'), async ({ tx }) => {
    const oldest = (days: number) => addMs(at < realNow() ? at : realNow(), -days * DAY_MS);
    await tx.deleteFrom('kernel.idempotency').where('at', '<', oldest(KEY_DAYS)).execute();
    await tx.deleteFrom('kernel.job_done').where('at', '<', oldest(JOB_DAYS)).execute();
  });

/** Forgets what only had to be remembered for a while. */
export const housekeeping: Schedule = {
  name: 'housekeeping',
  when: AT_NIGHT,
  run: forget,
};
