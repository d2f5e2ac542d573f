import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { keepSnapshot } from '../kernel/snapshot.ts';
import { COUNTS, countNow, homeOf } from '../views/counts.ts';

/** Counts subscribers, sessions and debts for the dashboard, which does not wait for it. */
export const keepCounts = (kernel: Kernel): Promise<void> =>
  transact(kernel, system('keep-counts'), async ({ tx, now }) => {
    const { at, ...counts } = await countNow(tx, now, await homeOf(tx));
    await keepSnapshot(tx, COUNTS, at, counts);
  });
