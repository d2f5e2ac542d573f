import type { Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { BillRun } from './contract.ts';
import { BillRunNotFound } from './faults.ts';
import { insertRun, runningRun } from './store/runs.ts';

/** Begins a run of a zone and day; one that was cut off, or runs beside this one, is taken up again. */
export const startBillRun = async (ctx: Ctx, input: { readonly as_of: Day; readonly zone: string; readonly due: number }): Promise<BillRun> => {
  const id = ctx.newId();
  const made = await insertRun(ctx.tx, { ...input, id, state: 'running', started_by: ctx.actor.name, started_at: ctx.now });
  const run = made ?? (await runningRun(ctx.tx, input.as_of, input.zone));
  if (!run) throw BillRunNotFound({ id });
  return run;
};
