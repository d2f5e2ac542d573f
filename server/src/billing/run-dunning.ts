import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { reachedBy } from './core/debt.ts';
import { dunningPolicies } from './store/catalogue.ts';
import { forgetSettled, lockDunning, overdueIn } from './store/dunning.ts';
import { takeDunningSteps } from './take-dunning-steps.ts';

const PAGE = 1000;
const FIRST: Id = '00000000-0000-0000-0000-000000000000';

/**
 * Takes the dunning steps that are due in a zone on a local day: each is noted on its account and told to the flows that act on it. Once a step and
 * debt, however often it runs; days that were missed are made up in order, reminders that a later one replaces are only noted.
 */
export const runDunning = async (ctx: Ctx, input: { readonly as_of: Day; readonly zone: string }): Promise<void> => {
  const [policy] = await dunningPolicies(ctx.tx);
  if (!policy) return;
  await lockDunning(ctx.tx);
  await forgetSettled(ctx.tx, input.as_of);
  let after = FIRST;
  for (;;) {
    const debts = await overdueIn(ctx.tx, { ...input, after, limit: PAGE });
    const reached = reachedBy(policy, debts, input.as_of);
    await takeDunningSteps(
      ctx,
      { policy, as_of: input.as_of },
      reached.map(({ debt }) => debt.account_id),
    );
    const last = debts.at(-1);
    if (last === undefined) return;
    after = last.account_id;
  }
};
