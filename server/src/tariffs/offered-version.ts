import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { PlanNotFound } from './faults.ts';
import type { Sellable } from './sellable-version.ts';
import { planById } from './store.ts';
import { versionNumbered } from './version-numbered.ts';

/** The version that somebody was offered, though another is sold meanwhile, or none. */
export const offeredVersion = async (
  ctx: Ctx,
  offered: { readonly plan_id: Id; readonly plan_version: number },
): Promise<Sellable> => {
  const plan = await planById(ctx.tx, offered.plan_id);
  if (!plan) throw PlanNotFound({ plan: offered.plan_id });
  const { code, name, kind, parent_plan_ids } = plan;
  return { ...(await versionNumbered(ctx, offered)), code, name, kind, parent_plan_ids };
};
