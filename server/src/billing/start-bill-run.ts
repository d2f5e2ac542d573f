import type { Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { BillRun } from './contract.ts';
import { insertRun } from './store/runs.ts';

/** Begins a run of a zone and day; one that was cut off, or runs beside this one, is taken up again. */
export const startBillRun = async (
  ctx: Ctx,
  input: { readonly as_of: Day; readonly zone: string; readonly due: number },
): Promise<BillRun> => {
  const run = await insertRun(ctx.tx, { ...input, id: ctx.newId(), started_by: ctx.actor.name, started_at: ctx.now });
  await publish(ctx.tx, 'billing.bill_runs', { id: run.id, state: run.state });
  return run;
};
