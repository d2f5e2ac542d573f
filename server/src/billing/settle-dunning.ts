import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { pursue } from './core/debt.ts';
import { dunningPolicies } from './store/catalogue.ts';
import { forgetDunning, overdueOf, saveDunning } from './store/dunning.ts';

/**
 * Whether what an account owes now asks for suspension on its local day: asked after money came in or was taken back, and before suspending, since a
 * payment may have come in after the step was taken. Nothing overdue ends its dunning; what is younger than the debt that was paid starts over.
 */
export const settleDunning = async (ctx: Ctx, account_id: Id, today: Day): Promise<{ readonly suspend: boolean }> => {
  const [policy] = await dunningPolicies(ctx.tx);
  const [debt] = await overdueOf(ctx.tx, [account_id], today);
  const pursuit = policy && debt && pursue(policy, debt, today);
  if (!pursuit || pursuit.state === 'clear') {
    await forgetDunning(ctx.tx, account_id);
    return { suspend: false };
  }
  const still = debt.taken.filter((code) => pursuit.taken.includes(code));
  if (still.length < debt.taken.length)
    await saveDunning(ctx.tx, policy.code, [{ account_id, since_on: debt.oldest_due_on, taken: still }], ctx.now);
  return { suspend: pursuit.state === 'suspended' };
};
