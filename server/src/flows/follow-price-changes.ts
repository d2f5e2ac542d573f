import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { planPrices } from '../subscriptions/index.ts';
import { hitOf } from '../views/affected.ts';
import { givenToOld } from '../views/price-changes.ts';
import { sharePlanned } from './share-planned.ts';
import { plannedFor } from './work-price-change.ts';

/** A subscription that comes to old terms of a plan after a price change was published gets the new ones as if it had had the old ones then. */
export const followPriceChanges = async (ctx: Ctx, of: { readonly id: Id; readonly plan_id: Id }): Promise<void> => {
  for (const given of await givenToOld(ctx.tx, of.plan_id)) {
    const hit = await hitOf(ctx.tx, given, of.id, ctx.now);
    if (!hit) continue;
    const prices = [plannedFor(hit)];
    await planPrices(ctx, { change: given, price_minor: given.price_minor, prices });
    await sharePlanned(ctx, given, prices);
  }
};
