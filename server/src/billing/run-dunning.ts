import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { announceAll } from '../kernel/events.ts';
import type { DunningPolicy } from './contract.ts';
import { pursue } from './core/debt.ts';
import type { DueStep } from './core/dunning.ts';
import { DunningStepTaken } from './events.ts';
import { dunningPolicies } from './store/catalogue.ts';
import {
  type DebtRow,
  type DunningStepRow,
  forgetSettled,
  insertSteps,
  lockDunning,
  overdueIn,
  overdueOf,
  saveDunning,
} from './store/dunning.ts';

interface Reached {
  readonly debt: DebtRow;
  readonly due: readonly DueStep[];
  readonly taken: readonly string[];
}

interface Run {
  readonly policy: DunningPolicy;
  readonly zone: string;
  readonly as_of: Day;
}

const PAGE = 1000;
const FIRST: Id = '00000000-0000-0000-0000-000000000000';

const reachedBy = ({ policy, as_of }: Run, debts: readonly DebtRow[]): Reached[] =>
  debts.flatMap((debt) => {
    const { due, skipped, taken } = pursue(policy, debt, as_of);
    return due.length + skipped.length > 0 ? [{ debt, due, taken }] : [];
  });

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

/** Takes the steps due on some accounts, decided anew once their invoices are locked: a payment may have come in since they were found. */
const takeSteps = async (ctx: Ctx, run: Run, accountIds: readonly Id[]): Promise<void> => {
  if (accountIds.length === 0) return;
  const reached = reachedBy(run, await overdueOf(ctx.tx, accountIds, run.as_of));
  const rows = reached.map(({ debt, taken }) => ({ account_id: debt.account_id, since_on: debt.oldest_due_on, taken }));
  await saveDunning(ctx.tx, run.policy.code, rows, ctx.now);
  const steps = reached.flatMap((each) => stepRows(ctx, each));
  await insertSteps(ctx.tx, steps);
  await announceAll(
    ctx,
    DunningStepTaken,
    steps.map(({ account_id, kind }) => ({ account_id, kind })),
  );
};

/**
 * Takes the dunning steps that are due in a zone on a local day: each is noted on its account and told to the flows that act on it. Once a step and
 * debt, however often it runs; days that were missed are made up in order, reminders that a later one replaces are only noted.
 */
export const runDunning = async (ctx: Ctx, input: { readonly as_of: Day; readonly zone: string }): Promise<void> => {
  const [policy] = await dunningPolicies(ctx.tx);
  if (!policy) return;
  const run = { policy, ...input };
  await lockDunning(ctx.tx);
  await forgetSettled(ctx.tx, input.as_of);
  let after = FIRST;
  for (;;) {
    const debts = await overdueIn(ctx.tx, { ...input, after, limit: PAGE });
    await takeSteps(
      ctx,
      run,
      reachedBy(run, debts).map(({ debt }) => debt.account_id),
    );
    const last = debts.at(-1);
    if (last === undefined) return;
    after = last.account_id;
  }
};
