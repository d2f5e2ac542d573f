import type { Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { BillRun } from './contract.ts';
import { type Attempt, closeRun, insertRun, openRuns } from './store/runs.ts';

const CUT_OFF = 'It was cut off. What it did not bill, a later run does.';

/**
 * Begins a run of a zone and day; one that was cut off is taken up again. Gives nothing where nothing is due. One run goes on at a time: others that are open were cut off, and end here. What is still
 * in work of any of them is waited for.
 */
export const startBillRun = async (
  ctx: Ctx,
  input: { readonly as_of: Day; readonly zone: string; readonly due: number },
): Promise<(BillRun & Attempt) | undefined> => {
  for (const { as_of, zone, ...cut } of await openRuns(ctx.tx))
    if (as_of !== input.as_of || zone !== input.zone)
      await closeRun(ctx.tx, { ...cut, state: 'failed', held: 0, error: CUT_OFF, finished_at: ctx.now });
  const run = await insertRun(ctx.tx, { ...input, id: ctx.newId(), started_by: ctx.actor.name, started_at: ctx.now });
  if (run) await publish(ctx.tx, 'billing.bill_runs', { id: run.id, state: run.state });
  return run;
};
