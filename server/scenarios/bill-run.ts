/** The bill run that is cut off: of which accounts, as of when, in chunks of how many. */
import { type Day, day } from '@isp/values';
import { type BilledZone, billZone } from '../src/flows/bill-period.ts';
import { system } from '../src/kernel/actor.ts';
import type { Kernel } from '../src/kernel/ctx.ts';

export const ZONE = 'UTC';
const AS_OF: Day = day('2027-02-01');
/** The run has some ten chunks, unless said. */
const CHUNK = 8;

/** Bills what is due that night, after whoever bills it now. */
export const bill = (kernel: Kernel, { dry_run = false, chunk = CHUNK } = {}): Promise<BilledZone> => {
  const pace = { chunk, patience_ms: Number.POSITIVE_INFINITY };
  return billZone(kernel, system('bill-period'), { zone: ZONE, as_of: AS_OF, dry_run, legal_entity_id: null }, pace);
};
