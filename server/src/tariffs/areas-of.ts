import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { areasById } from './area-store.ts';
import { type Address, isInside } from './core/area.ts';

interface Sold {
  readonly id: Id;
  readonly area_ids: readonly Id[] | null;
}

/** Of each plan that is sold in areas only: their names, and whether an address is in one of them. */
export const areasOf = async (
  ctx: Ctx,
  plans: readonly Sold[],
  address: Address,
): Promise<ReadonlyMap<Id, { readonly names: string[]; readonly inside: boolean }>> => {
  const limited = plans.flatMap(({ id, area_ids }) => (area_ids === null ? [] : [{ id, area_ids }]));
  if (limited.length === 0) return new Map();
  const areas = await areasById(ctx.tx, [...new Set(limited.flatMap(({ area_ids }) => area_ids))]);
  return new Map(
    limited.map(({ id, area_ids }) => {
      const own = areas.filter((area) => area_ids.includes(area.id));
      return [id, { names: own.map(({ name }) => name), inside: own.some(({ rules }) => isInside(rules, address)) }];
    }),
  );
};
