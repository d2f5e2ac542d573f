import type { Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { announceAll } from '../kernel/events.ts';
import { pursue, stepsTaken } from './core/debt.ts';
import type { DueStep } from './core/dunning.ts';
import { DunningStepTaken } from './events.ts';
import { dunningPolicies } from './store/catalogue.ts';
import { type DebtRow, insertSteps, overdueIn, saveDunning } from './store/dunning.ts';

interface Reached {
  readonly debt: DebtRow;
  readonly due: readonly DueStep[];
  readonly taken: readonly string[];
}

const isKept = (step: DueStep): step is DueStep & { action: 'reminder' | 'suspend' } => step.action === 'reminder' || step.action === 'suspend';

const stepRows = (ctx: Ctx, { debt, due }: Reached) =>
  due.filter(isKept).map((step) => ({
    account_id: debt.account_id,
    id: ctx.newId(),
    kind: step.action,
    due_on: step.due_on,
    overdue_minor: debt.overdue_minor,
    currency: debt.currency,
    oldest_due_on: debt.oldest_due_on,
    taken_at: ctx.now,
  }));

/**
 * Takes the dunning steps that are due in a zone on a local day: each is noted on its account and told to the flows that act on it. Once a step and
 * debt, however often it runs; days that were missed are made up in order.
 */
export const runDunning = async (ctx: Ctx, input: { readonly as_of: Day; readonly zone: string }): Promise<void> => {
  const [policy] = await dunningPolicies(ctx.tx);
  if (!policy) return;
  const reached = (await overdueIn(ctx.tx, input.zone, input.as_of)).flatMap((debt): Reached[] => {
    const { due, skipped } = pursue(policy, debt, input.as_of);
    const taken = [...stepsTaken(debt), ...[...skipped, ...due].map((s) => s.code)];
    return due.length + skipped.length > 0 ? [{ debt, due, taken }] : [];
  });
  await saveDunning(
    ctx.tx,
    reached.map(({ debt, taken }) => ({ account_id: debt.account_id, policy_code: policy.code, since_on: debt.oldest_due_on, taken })),
    ctx.now,
  );
  const steps = reached.flatMap((r) => stepRows(ctx, r));
  await insertSteps(ctx.tx, steps);
  await announceAll(ctx, DunningStepTaken, steps.map(({ account_id, kind }) => ({ account_id, kind })));
};
