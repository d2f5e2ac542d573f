import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { BillRun } from './contract.ts';
import { BillRunNotFound } from './faults.ts';
import { closeRun } from './store/runs.ts';

export interface FinishedRun {
  readonly id: Id;
  readonly state: 'done' | 'failed';
  /** Accounts that a person must look at. */
  readonly held: number;
  readonly error: string | null;
}

/** Ends a run and notes what it made, counted from its invoices. */
export const finishBillRun = async (ctx: Ctx, end: FinishedRun): Promise<BillRun> => {
  const run = await closeRun(ctx.tx, { ...end, finished_at: ctx.now });
  if (!run) throw BillRunNotFound(end);
  await publish(ctx.tx, 'billing.bill_runs', { id: run.id, state: run.state });
  return run;
};
