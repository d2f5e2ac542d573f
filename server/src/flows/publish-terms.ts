import { checkPools } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { checkMeters } from '../metering/index.ts';
import { type Plan, type PlanVersion, type PublishVersion, publishVersion } from '../tariffs/index.ts';

/** Gives a plan new terms from a day on; the pools and meters they name have to be there. */
export const publishTerms = async (ctx: Ctx, input: PublishVersion): Promise<Plan & { versions: PlanVersion[] }> => {
  await checkPools(ctx, input);
  const plan = await publishVersion(ctx, input);
  await checkMeters(ctx, input.meter_charges, plan.current.currency);
  return plan;
};
