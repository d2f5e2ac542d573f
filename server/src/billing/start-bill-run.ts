import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { BillRun } from './contract.ts';
import { insertRun } from './store/runs.ts';

export interface NewBillRun {
  readonly kind: BillRun['kind'];
  readonly as_of: Day;
  readonly zone: string;
  /** Null: all of the zone. */
  readonly legal_entity_id: Id | null;
  readonly due: number;
}

/** Begins a run of a zone, a day and all its accounts or a legal entity's; one that was cut off, or runs beside this one, is taken up again. */
export const startBillRun = async (ctx: Ctx, input: NewBillRun): Promise<BillRun> => {
  const run = await insertRun(ctx.tx, { ...input, id: ctx.newId(), started_by: ctx.actor.name, started_at: ctx.now });
  await publish(ctx.tx, 'billing.bill_runs', { id: run.id, state: run.state });
  return run;
};
