import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { type PlannedPart, planParts } from '../subscriptions/index.ts';
import { partPrices, versionNumbered } from '../tariffs/index.ts';
import { partsAhead } from '../views/bundle-parts.ts';
import { BundlePriceUndivided } from './faults.ts';

interface Given {
  readonly id: Id;
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly price_minor: bigint;
}

/** What a price change plans for bundles it plans for their parts: each its share, on the bundle's day. They keep the versions of their own plans. */
export const sharePlanned = async (
  ctx: Ctx,
  { id, plan_id, plan_version, price_minor }: Given,
  bundles: Parameters<typeof partsAhead>[1],
): Promise<void> => {
  if (bundles.length === 0) return;
  const { parts } = await versionNumbered(ctx, { plan_id, plan_version });
  if (parts.length === 0) return;
  const prices = partPrices(parts, price_minor);
  if (prices === undefined) throw BundlePriceUndivided({ price: `${price_minor}` });
  const planned = (await partsAhead(ctx.tx, bundles)).flatMap((part): PlannedPart[] => {
    const price = prices.find((each) => each.plan_id === part.plan_id);
    if (price === undefined) return [];
    return [{ ...part, price_minor: price.price_minor, before_minor: price.before_minor }];
  });
  await planParts(ctx, { price_change_id: id, bundle_plan_id: plan_id, bundle_version: plan_version }, planned);
};
