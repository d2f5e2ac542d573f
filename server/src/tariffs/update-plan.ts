import type { Ctx } from '../kernel/ctx.ts';
import { checkAreas } from './check-areas.ts';
import { checkParents } from './check-parents.ts';
import type { Plan, PlanVersion, UpdatePlan } from './contract.ts';
import { getPlan } from './get-plan.ts';
import { updatePlanRow } from './store.ts';

/** Renames a plan, retires it from sale or brings it back, says what an add-on may be added to and where it is sold; running subscriptions are not touched. */
export const updatePlan = async (
  ctx: Ctx,
  { id, ...change }: UpdatePlan,
): Promise<Plan & { versions: PlanVersion[] }> => {
  if (change.parent_plan_ids !== undefined)
    await checkParents(ctx, (await getPlan(ctx, { id })).kind, change.parent_plan_ids);
  if (change.area_ids !== undefined) await checkAreas(ctx, change.area_ids);
  if (Object.keys(change).length > 0) await updatePlanRow(ctx.tx, id, change);
  return getPlan(ctx, { id });
};
