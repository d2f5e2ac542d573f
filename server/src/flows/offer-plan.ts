import { defaultLegalEntity } from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { type CreatePlan, createPlan, type Plan, type PlanVersion } from '../tariffs/index.ts';

/** Makes a plan, in the legal entity's currency unless another is said. */
export const offerPlan = async (ctx: Ctx, input: CreatePlan): Promise<Plan & { versions: PlanVersion[] }> => {
  const { currency } = await defaultLegalEntity(ctx, undefined);
  return createPlan(ctx, input, { currency });
};
