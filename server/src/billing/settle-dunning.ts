import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { pursue } from './core/debt.ts';
import { dunningPolicies } from './store/catalogue.ts';
import { forgetDunning, overdueOf } from './store/dunning.ts';

/** After money came in: gives whether what an account still owes asks for suspension. Nothing overdue ends its dunning. */
export const settleDunning = async (ctx: Ctx, account_id: Id, today: Day): Promise<{ readonly suspend: boolean }> => {
  const debt = await overdueOf(ctx.tx, account_id, today);
  if (!debt) {
    await forgetDunning(ctx.tx, account_id);
    return { suspend: false };
  }
  const [policy] = await dunningPolicies(ctx.tx);
  return { suspend: policy !== undefined && pursue(policy, debt, today).state === 'suspended' };
};
