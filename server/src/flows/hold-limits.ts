import { dueAllowances } from '../aaa/index.ts';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { holdAllowances } from './pack-rules.ts';

const CHUNK = 500;
/** After a long absence other schedules want their turn, too: the rest is left to the next run. */
const CHUNKS = 200;

/** A moment has come at which what some subscriptions deserve may change: hours turn, a window or a top-up ends, time runs out. Their access is derived anew. */
export const holdLimits = async (kernel: Kernel): Promise<void> => {
  for (let i = 0; i < CHUNKS; i++) {
    const due = await dueAllowances(kernel.db, kernel.clock.now(), CHUNK);
    if (due.length > 0)
      await transact(kernel, system('hold-limits'), (ctx) => holdAllowances(ctx, due, 'limits and hours'));
    if (due.length < CHUNK) return;
  }
};
