import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { BillRun } from './contract.ts';
import { BillRunNotFound, BillRunOver } from './faults.ts';
import { askToStop, runById } from './store/runs.ts';

/** Has a run stop after the chunks in work; what it made stays, and another run makes the rest. */
export const cancelBillRun = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<BillRun> => {
  const run = await askToStop(ctx.tx, id, ctx.actor.name);
  if (!run) throw (await runById(ctx.tx, id)) ? BillRunOver() : BillRunNotFound({ id });
  await publish(ctx.tx, 'billing.bill_runs', { id, state: run.state });
  return run;
};
