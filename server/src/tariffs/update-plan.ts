import type { Ctx } from '../kernel/ctx.ts';
import type { Plan, PlanVersion, UpdatePlan } from './contract.ts';
import { getPlan } from './get-plan.ts';
import { updatePlanRow } from './store.ts';

/** Renames a plan, retires it from sale or brings it back; running subscriptions are not touched. */
export const updatePlan = async (
  ctx: Ctx,
  { id, ...change }: UpdatePlan,
): Promise<Plan & { versions: PlanVersion[] }> => {
  if (Object.keys(change).length > 0) await updatePlanRow(ctx.tx, id, change);
  return getPlan(ctx, { id });
};
