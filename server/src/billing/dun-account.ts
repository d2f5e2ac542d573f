import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { dunningPolicies } from './store/catalogue.ts';
import { type DunningStepRow, forgetSettledOf } from './store/dunning.ts';
import { takeDunningSteps } from './take-dunning-steps.ts';

/** What `runDunning` does with one account of a zone on a day, without waiting for the zone's own run; gives the steps it took. */
export const dunAccount = async (
  ctx: Ctx,
  { account_id, as_of }: { readonly account_id: Id; readonly as_of: Day },
): Promise<readonly Pick<DunningStepRow, 'kind' | 'overdue_minor'>[]> => {
  const [policy] = await dunningPolicies(ctx.tx);
  if (!policy) return [];
  await forgetSettledOf(ctx.tx, account_id, as_of);
  return takeDunningSteps(ctx, { policy, as_of }, [account_id]);
};
