import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { BillRun } from './contract.ts';
import { BillRunTakenUp } from './faults.ts';
import { type Attempt, closeRun } from './store/runs.ts';

export interface FinishedRun extends Attempt {
  readonly state: 'done' | 'failed';
  /** Accounts that a person must look at. */
  readonly held: number;
  readonly error: string | null;
}

/** Ends a run and notes what it made, counted from its invoices. Refused to an attempt after which the run was taken up again. */
export const finishBillRun = async (ctx: Ctx, end: FinishedRun): Promise<BillRun> => {
  const run = await closeRun(ctx.tx, { ...end, finished_at: ctx.now });
  if (!run) throw BillRunTakenUp(end);
  await publish(ctx.tx, 'billing.bill_runs', { id: run.id, state: run.state });
  return run;
};
