import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { PlanVersion } from './contract.ts';
import { PlanNotBegun, PlanNotFound, PlanRetired } from './faults.ts';
import { planById, versionOn } from './store.ts';

/** The version a subscription that starts on a day gets; refuses a plan that is not sold or has not begun. */
export const sellableVersion = async (
  ctx: Ctx,
  planId: Id,
  on: Day,
): Promise<PlanVersion & { readonly code: string; readonly name: string; readonly kind: 'internet' | 'recurring' }> => {
  const plan = await planById(ctx.tx, planId);
  if (!plan) throw PlanNotFound({ plan: planId });
  if (plan.state === 'retired') throw PlanRetired({ code: plan.code });
  const version = await versionOn(ctx.tx, planId, on);
  if (!version) throw PlanNotBegun({ code: plan.code, on });
  return { ...version, code: plan.code, name: plan.name, kind: plan.kind };
};
