import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { PlanVersion } from './contract.ts';
import { PlanNotFound } from './faults.ts';
import { versionsOf } from './store.ts';

/** One version of a plan, however old. */
export const versionNumbered = async (
  ctx: Ctx,
  { plan_id, plan_version }: { readonly plan_id: Id; readonly plan_version: number },
): Promise<PlanVersion> => {
  const version = (await versionsOf(ctx.tx, [plan_id])).find((each) => each.version === plan_version);
  if (version === undefined) throw PlanNotFound({ plan: plan_id });
  return version;
};
