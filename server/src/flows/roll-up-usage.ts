import { epochMs, type Instant, instantFromEpochMs } from '@isp/values';
import { claimUsage, hoursStored, lateHours, NOBODYS, storeUsage, type UsageHours } from '../aaa/index.ts';
import { system } from '../kernel/actor.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import { type UsageKey, usageKeysAfter, zonesOf } from '../views/usage-keys.ts';
import { noteLateUsage } from './note-late-usage.ts';

/** Hours stored at once, so that a long absence is caught up day by day. */
const STEP_MS = 24 * 3_600_000;
/** After a long absence other schedules want their turn, too: a run that has looked at so many subscriptions leaves the rest to the next. */
const AT_A_RUN = 2_000_000;
const CHUNK = 5000;

interface Hours {
  readonly from_at: Instant;
  readonly to_at: Instant;
}

const step = (kernel: Kernel, work: (ctx: Ctx) => Promise<void>) => transact(kernel, system('roll-up-usage'), work);

/** Stores hours, and has what came late for billed days billed. */
const store = async (ctx: Ctx, hours: readonly UsageHours[], at: Instant, rolled_to?: Instant): Promise<void> =>
  noteLateUsage(ctx, await storeUsage(ctx.tx, hours, rolled_to), at);

/** These hours of everybody, a chunk of subscriptions a transaction. Cut off anywhere, the same again gives the same. Gives how many there are. */
const storeHours = async (kernel: Kernel, hours: Hours, at: Instant): Promise<number> => {
  let looked = 0;
  for (let after: UsageKey | undefined = NOBODYS; after !== undefined; ) {
    const found: UsageKey[] = await usageKeysAfter(kernel.db, after, CHUNK);
    const keys = after === NOBODYS ? [NOBODYS, ...found] : found;
    await step(kernel, (ctx) =>
      store(
        ctx,
        keys.map((key) => ({ ...key, ...hours })),
        at,
        hours.to_at,
      ),
    );
    looked += keys.length;
    after = found.length < CHUNK ? undefined : found.at(-1);
  }
  await hoursStored(kernel.db, hours.to_at);
  return looked;
};

/** The hours for which records came after they were stored, anew. */
const storeLate = async (kernel: Kernel, at: Instant): Promise<void> => {
  for (let found = CHUNK; found === CHUNK; ) {
    const late = await lateHours(kernel.db, CHUNK);
    found = late.length;
    if (found === 0) return;
    await step(kernel, async (ctx) => {
      const zones = await zonesOf(
        ctx.tx,
        late.map((l) => l.account_id),
      );
      await store(
        ctx,
        late.map((l) => ({ ...l, zone: zones.get(l.account_id) ?? NOBODYS.zone })),
        at,
      );
    });
  }
};

/**
 * Sums use by hour, day and month as far as hours are over at `at`, and anew what records came late for. It looks at the state and never at what ran before: run twice, at once, or
 * after it was cut off, the rows are the same.
 */
export const rollUpUsage = async (kernel: Kernel, at: Instant): Promise<void> => {
  const claimed = await claimUsage(kernel, at);
  let from = claimed?.from_at;
  for (let looked = 0; claimed && from && from < claimed.to_at && looked < AT_A_RUN; ) {
    const to = instantFromEpochMs(Math.min(epochMs(from) + STEP_MS, epochMs(claimed.to_at)));
    looked += await storeHours(kernel, { from_at: from, to_at: to }, at);
    from = to;
  }
  await storeLate(kernel, at);
};
