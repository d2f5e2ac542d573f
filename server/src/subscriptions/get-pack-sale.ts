import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { PackSale } from './contract/packs.ts';
import { PackSaleNotFound } from './faults.ts';
import { packSaleById } from './pack-store.ts';

/** One sale of a pack, or `PackSaleNotFound`. */
export const getPackSale = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<PackSale> => {
  const sale = await packSaleById(ctx.tx, id);
  if (!sale) throw PackSaleNotFound({ id });
  return sale;
};
