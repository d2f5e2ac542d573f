import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { PlanVersion } from './contract.ts';
import type { PlanKind } from './core/kinds.ts';
import { PlanNotBegun, PlanNotFound, PlanRetired } from './faults.ts';
import { planById, versionOn } from './store.ts';

/** A version with what it is of. */
export interface Sellable extends PlanVersion {
  readonly code: string;
  readonly name: string;
  readonly kind: PlanKind;
  readonly parent_plan_ids: readonly Id[] | null;
}

/** The version a subscription that starts on a day gets; refuses a plan that is not sold or has not begun. */
export const sellableVersion = async (ctx: Ctx, planId: Id, on: Day): Promise<Sellable> => {
  const plan = await planById(ctx.tx, planId);
  if (!plan) throw PlanNotFound({ plan: planId });
  if (plan.state === 'retired') throw PlanRetired({ code: plan.code });
  const version = await versionOn(ctx.tx, planId, on);
  if (!version) throw PlanNotBegun({ code: plan.code, on });
  const { code, name, kind, parent_plan_ids } = plan;
  return { ...version, code, name, kind, parent_plan_ids };
};
