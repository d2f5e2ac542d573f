import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { BillClassSum, BillRun } from './contract.ts';
import { BillRunTakenUp } from './faults.ts';
import { sumFindings } from './store/findings.ts';
import { type Attempt, closeRun } from './store/runs.ts';

export interface FinishedRun extends Attempt {
  readonly state: 'done' | 'failed' | 'cancelled';
  /** Accounts that a person must look at. */
  readonly held: number;
  /** Bills that are as they were a period before. */
  readonly same: readonly BillClassSum[];
  readonly error: string | null;
}

/** Ends a run and notes what it made, counted from its invoices, and what it found, by class. Refused to an attempt after which the run was taken up again. */
export const finishBillRun = async (ctx: Ctx, { same, ...end }: FinishedRun): Promise<BillRun> => {
  const run = await closeRun(ctx.tx, { ...end, finished_at: ctx.now });
  if (!run) throw BillRunTakenUp(end);
  await sumFindings(ctx.tx, run.id, same);
  await publish(ctx.tx, 'billing.bill_runs', { id: run.id, state: run.state });
  return run;
};
