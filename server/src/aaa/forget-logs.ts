import type { Instant } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { forgetCoa, forgetLogins, forgetSessions } from './store/retention.ts';

const AT_ONCE = 5000;
const FORGET = { sessions: forgetSessions, logins: forgetLogins, coa: forgetCoa } as const;

/** Deletes closed sessions, log-ins, or packets sent to NASes of before a moment, a few thousand a transaction. Gives how many. */
export const forgetLogs = async (kernel: Kernel, kind: keyof typeof FORGET, before: Instant): Promise<number> => {
  let deleted = 0;
  for (let found = 1; found > 0; deleted += found) found = await FORGET[kind](kernel.db, before, AT_ONCE);
  return deleted;
};
