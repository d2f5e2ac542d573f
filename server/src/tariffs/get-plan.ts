import { dayIn, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Plan, PlanVersion } from './contract.ts';
import { PlanNotFound } from './faults.ts';
import { planPage } from './store.ts';

/** One plan with its versions, or `PlanNotFound`. */
export const getPlan = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Plan & { versions: PlanVersion[] }> => {
  const plan = await planPage(ctx.tx, id, dayIn(ctx.now, 'UTC'));
  if (!plan) throw PlanNotFound({ plan: id });
  return plan;
};
