import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { announceAll } from '../kernel/events.ts';
import type { DunningPolicy } from './contract.ts';
import { reachedBy } from './core/debt.ts';
import type { DueStep } from './core/dunning.ts';
import { DunningStepTaken } from './events.ts';
import { type DebtRow, type DunningStepRow, insertSteps, overdueOf, saveDunning } from './store/dunning.ts';

interface Reached {
  readonly debt: DebtRow;
  readonly due: readonly DueStep[];
}

const stepRows = (ctx: Ctx, { debt, due }: Reached): DunningStepRow[] => {
  const { account_id, overdue_minor, currency, oldest_due_on } = debt;
  return due.flatMap(({ action, due_on }) =>
    action === 'reminder' || action === 'suspend'
      ? [
          {
            account_id,
            id: ctx.newId(),
            kind: action,
            due_on,
            overdue_minor,
            currency,
            oldest_due_on,
            taken_at: ctx.now,
          },
        ]
      : [],
  );
};

/** Takes the steps due on some accounts, decided anew once their invoices are locked: a payment may have come in since they were found. Gives those it took. */
export const takeDunningSteps = async (
  ctx: Ctx,
  run: { readonly policy: DunningPolicy; readonly as_of: Day },
  accountIds: readonly Id[],
): Promise<readonly DunningStepRow[]> => {
  if (accountIds.length === 0) return [];
  const reached = reachedBy(run.policy, await overdueOf(ctx.tx, accountIds, run.as_of), run.as_of);
  const rows = reached.map(({ debt, taken }) => ({ account_id: debt.account_id, since_on: debt.oldest_due_on, taken }));
  await saveDunning(ctx.tx, run.policy.code, rows, ctx.now);
  const steps = reached.flatMap((each) => stepRows(ctx, each));
  await insertSteps(ctx.tx, steps);
  await announceAll(
    ctx,
    DunningStepTaken,
    steps.map(({ account_id, kind }) => ({ account_id, kind })),
  );
  return steps;
};
