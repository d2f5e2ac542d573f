import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { BillRun } from './contract.ts';
import { BillRunNotFound } from './faults.ts';
import { addStep, type RunStep } from './store/runs.ts';

/** Adds to how far a run is and tells open pages. */
export const tellProgress = async (ctx: Ctx, step: RunStep): Promise<BillRun> => {
  const run = await addStep(ctx.tx, step);
  if (!run) throw BillRunNotFound(step);
  await publish(ctx.tx, 'billing.bill_runs', { id: run.id, state: run.state });
  return run;
};
