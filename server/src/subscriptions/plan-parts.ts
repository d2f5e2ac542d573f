import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { insertPlannedParts, type PlannedPart } from './price-change-store.ts';

/** Plans what parts of bundles cost when a price change gives their bundles a new price. They count with their bundle, which is what the price change hits. */
export const planParts = async (
  ctx: Ctx,
  of: { readonly price_change_id: Id; readonly bundle_plan_id: Id; readonly bundle_version: number },
  parts: readonly PlannedPart[],
): Promise<void> => {
  if (parts.length > 0) await insertPlannedParts(ctx.tx, { ...of, at: ctx.now }, parts);
};
