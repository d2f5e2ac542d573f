import type { Instant } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { forgetAddressUses, forgetCoa, forgetLogins } from './store/retention.ts';
import { forgetSessionMonths } from './store/session-months.ts';

const AT_ONCE = 5000;
const FORGET = { addresses: forgetAddressUses, logins: forgetLogins, coa: forgetCoa } as const;

/** Deletes uses of addresses that ended, log-ins, or packets sent to NASes, before a moment, a few thousand a transaction; closed sessions by whole months that ended before it. Gives how many. */
export const forgetLogs = async (
  kernel: Kernel,
  kind: keyof typeof FORGET | 'sessions',
  before: Instant,
): Promise<number> => {
  if (kind === 'sessions') return forgetSessionMonths(kernel.db, before);
  let deleted = 0;
  for (let found = 1; found > 0; deleted += found) found = await FORGET[kind](kernel.db, before, AT_ONCE);
  return deleted;
};
