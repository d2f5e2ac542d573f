import { addMs, dayIn, type Instant } from '@isp/values';
import { forgetLogs, forgetUsage, NOBODYS, noteForgotten, retentionRows } from '../aaa/index.ts';
import { forgetDryRuns } from '../billing/index.ts';
import type { Kernel } from '../kernel/ctx.ts';
import { type UnbilledUse, unbilledAfter } from '../views/unbilled.ts';

const DAY_MS = 86_400_000;
/** Subscriptions looked at together, and rows deleted by one statement, which is its own transaction. */
const CHUNK = 1000;
const AT_ONCE = 20_000;
/** How far it has come is told every so many rows. */
const TOLD = 500_000;
/** Days that a dry bill run is kept. */
const DRY_RUN_DAYS = 45;

type UsageKind = Parameters<typeof forgetUsage>[1];

const isUsage = (kind: string): kind is UsageKind => kind === 'quarters' || kind === 'hours' || kind === 'days';

/** Quarters are kept, however old, from the oldest period on that is still to be billed from them. */
const beforeOf = (kind: UsageKind, before_at: Instant, { unbilled_at, zone, ...key }: UnbilledUse) => {
  const held = kind === 'quarters' && unbilled_at !== null && unbilled_at < before_at;
  return { ...key, before_at: held ? unbilled_at : before_at, before_on: dayIn(before_at, zone) };
};

const forgetUse = async (kernel: Kernel, kind: UsageKind, before: Instant): Promise<number> => {
  let [deleted, told] = [0, 0];
  let chunk: readonly UnbilledUse[] = [{ ...NOBODYS, unbilled_at: null }];
  for (let last = chunk.at(-1); last !== undefined; last = chunk.at(-1)) {
    const keys = chunk.map((use) => beforeOf(kind, before, use));
    for (let found = AT_ONCE; found === AT_ONCE; deleted += found)
      found = await forgetUsage(kernel.db, kind, keys, AT_ONCE);
    if (deleted - told >= TOLD) {
      kernel.log.info({ kind, deleted, before, account_id: last.account_id }, 'deleting what is kept no longer');
      told = deleted;
    }
    chunk = await unbilledAfter(kernel.db, last, CHUNK);
  }
  return deleted;
};

/**
 * Deletes what is older than it is to be kept (`aaa.retention`), as of `at`, in small transactions: nobody waits long for one, and cut off anywhere the next run deletes the rest. Gives how
 * many rows of each kind went.
 */
export const forgetOld = async (kernel: Kernel, at: Instant): Promise<Readonly<Record<string, number>>> => {
  const deleted: Record<string, number> = {};
  for (const { kind, kept_days } of await retentionRows(kernel.db)) {
    if (kept_days === null) continue;
    const before = addMs(at, -kept_days * DAY_MS);
    await noteForgotten(kernel.db, kind, before);
    const rows = isUsage(kind) ? await forgetUse(kernel, kind, before) : await forgetLogs(kernel, kind, before);
    if (rows > 0) kernel.log.info({ kind, rows, before }, 'what is kept no longer was deleted');
    deleted[kind] = rows;
  }
  deleted.dry_runs = await forgetDryRuns(kernel.db, addMs(at, -DRY_RUN_DAYS * DAY_MS));
  return deleted;
};
