import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { BillRun } from './contract.ts';
import { type Attempt, closeRun, insertRun, openRuns } from './store/runs.ts';

const CUT_OFF = 'It was cut off. What it did not bill, a later run does.';

export interface NewBillRun {
  readonly kind: BillRun['kind'];
  readonly as_of: Day;
  readonly zone: string;
  /** Null: all of the zone. */
  readonly legal_entity_id: Id | null;
  readonly due: number;
  /** It waits to be worked on. */
  readonly waits?: boolean;
}

/** One run goes on at a time: others that were begun and are open were cut off. What is still in work of any of them is waited for. */
const endCutOff = async (ctx: Ctx, input: NewBillRun): Promise<void> => {
  for (const { as_of, zone, legal_entity_id, ...cut } of await openRuns(ctx.tx))
    if (as_of !== input.as_of || zone !== input.zone || legal_entity_id !== input.legal_entity_id)
      await closeRun(ctx.tx, { ...cut, state: 'failed', held: 0, error: CUT_OFF, finished_at: ctx.now });
};

/**
 * Begins a run of a zone, a day and all its accounts or a legal entity's, or has it wait; one that was cut off or waits is taken up. Gives nothing where nothing is due, but for a dry one. A run that
 * begins ends those that were cut off.
 */
export const startBillRun = async (
  ctx: Ctx,
  { waits = false, ...input }: NewBillRun,
): Promise<(BillRun & Attempt) | undefined> => {
  if (input.kind === 'run' && !waits) await endCutOff(ctx, input);
  const run = await insertRun(ctx.tx, {
    ...input,
    attempt: waits ? 0 : 1,
    id: ctx.newId(),
    started_by: ctx.actor.name,
    started_at: ctx.now,
  });
  if (run) await publish(ctx.tx, 'billing.bill_runs', { id: run.id, state: run.state });
  return run;
};
