import type { Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { type BoundPart, bindParts } from './bind-parts.ts';
import type { BundlePart } from './contract/bundles.ts';
import type { CreatePlan } from './contract.ts';
import { partPrices } from './core/bundle-places.ts';
import type { PlanKind } from './core/kinds.ts';
import { BundlePriceDiffers, BundleUnclear } from './faults.ts';

type Terms = Omit<
  CreatePlan,
  'code' | 'name' | 'kind' | 'parent_plan_ids' | 'area_ids' | 'effective_from' | 'currency'
>;

/** What only a part of a bundle gives or costs. */
const givenByParts = (terms: Terms): string | undefined => {
  if (terms.included_bytes !== null || terms.overage_unit_bytes !== null) return 'included volume';
  if (terms.meter_charges.length > 0) return 'prices of meters';
  if (terms.limits.length + terms.fair_use.length + terms.hours.length > 0) return 'limits, fair use and hours';
  return terms.rate_down_kbps !== null || terms.rate_up_kbps !== null ? 'speed' : undefined;
};

/** What of a part a version keeps. */
const keptPart = ({ plan_id, quantity, optional, list_minor, price_minor }: BoundPart): BundlePart => ({
  plan_id,
  quantity,
  optional,
  list_minor,
  price_minor,
});

/** The parts of a version as it keeps them; refuses a bundle without any, parts of what is none, and a price that is not what they come to where it is to be that. */
export const checkBundle = async (
  ctx: Ctx,
  terms: Terms,
  of: { readonly kind: PlanKind; readonly currency: string; readonly on: Day },
): Promise<BundlePart[]> => {
  const { parts, parts_less_percent, parts_less_minor, price_minor, cycle_unit, cycle_count } = terms;
  const isLess = parts_less_percent !== null || parts_less_minor !== null;
  if (of.kind !== 'bundle') {
    if (parts.length > 0 || isLess) throw BundleUnclear({ why: 'only a plan of kind “bundle” has parts' });
    return [];
  }
  const given = givenByParts(terms);
  if (given !== undefined) throw BundleUnclear({ why: `${given} are said of its parts’ plans` });
  const asked = {
    parts,
    parts_less_percent,
    parts_less_minor,
    cycle_unit,
    cycle_count,
    currency: of.currency,
    on: of.on,
  };
  const bound = await bindParts(ctx, { ...asked, price_minor: isLess ? undefined : price_minor });
  if (isLess && bound.price_minor !== price_minor)
    throw BundlePriceDiffers({ given: `${price_minor}`, comes_to: `${bound.price_minor}` });
  const kept = bound.parts.map(keptPart);
  if (terms.phases.some((phase) => partPrices(kept, BigInt(phase.price_minor)) === undefined))
    throw BundleUnclear({ why: 'a price of its beginning does not divide into whole prices of its parts' });
  return kept;
};
