import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { runTotals, updateRun } from './store/runs.ts';

export interface FinishedRun {
  readonly id: Id;
  readonly state: 'done' | 'failed';
  /** Accounts that a person must look at. */
  readonly held: number;
  readonly error: string | null;
}

/** Ends a run and notes what it made, counted from its invoices. */
export const finishBillRun = async (ctx: Ctx, { id, ...end }: FinishedRun): Promise<void> => {
  await updateRun(ctx.tx, id, { ...end, ...(await runTotals(ctx.tx, id)), finished_at: ctx.now });
};
