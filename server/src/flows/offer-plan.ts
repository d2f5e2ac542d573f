import { checkPools } from '../aaa/index.ts';
import { defaultLegalEntity } from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { checkMeters } from '../metering/index.ts';
import { type CreatePlan, createPlan, type Plan, type PlanVersion } from '../tariffs/index.ts';

/** Makes a plan, in the legal entity's currency unless another is said; the pools and meters it names have to be there. */
export const offerPlan = async (ctx: Ctx, input: CreatePlan): Promise<Plan & { versions: PlanVersion[] }> => {
  await checkPools(ctx, input);
  const { currency } = await defaultLegalEntity(ctx, undefined);
  await checkMeters(ctx, input.meter_charges, input.currency ?? currency);
  return createPlan(ctx, input, { currency });
};
