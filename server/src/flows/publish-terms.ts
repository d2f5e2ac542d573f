import { checkPools } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { type Plan, type PlanVersion, type PublishVersion, publishVersion } from '../tariffs/index.ts';

/** Gives a plan new terms from a day on; the pools it names have to be there. */
export const publishTerms = async (ctx: Ctx, input: PublishVersion): Promise<Plan & { versions: PlanVersion[] }> => {
  await checkPools(ctx, input);
  return publishVersion(ctx, input);
};
