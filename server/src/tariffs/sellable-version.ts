import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { PlanVersion } from './contract.ts';
import type { PlanKind } from './core/kinds.ts';
import { PlanNotBegun, PlanNotFound, PlanRetired } from './faults.ts';
import { planById, versionOn } from './store.ts';
import { versionNumbered } from './version-numbered.ts';

/** A version with what it is of. */
export interface Sellable extends PlanVersion {
  readonly code: string;
  readonly name: string;
  readonly kind: PlanKind;
  readonly parent_plan_ids: readonly Id[] | null;
}

const planOf = async (ctx: Ctx, planId: Id) => {
  const plan = await planById(ctx.tx, planId);
  if (!plan) throw PlanNotFound({ plan: planId });
  return plan;
};

const sellable = (plan: Awaited<ReturnType<typeof planOf>>, version: PlanVersion): Sellable => {
  const { code, name, kind, parent_plan_ids } = plan;
  return { ...version, code, name, kind, parent_plan_ids };
};

/** The version a subscription that starts on a day gets; refuses a plan that is not sold or has not begun. */
export const sellableVersion = async (ctx: Ctx, planId: Id, on: Day): Promise<Sellable> => {
  const plan = await planOf(ctx, planId);
  if (plan.state === 'retired') throw PlanRetired({ code: plan.code });
  const version = await versionOn(ctx.tx, planId, on);
  if (!version) throw PlanNotBegun({ code: plan.code, on });
  return sellable(plan, version);
};

/** The version that somebody was offered, though another is sold meanwhile, or none. */
export const offeredVersion = async (
  ctx: Ctx,
  offered: { readonly plan_id: Id; readonly plan_version: number },
): Promise<Sellable> => sellable(await planOf(ctx, offered.plan_id), await versionNumbered(ctx, offered));
