import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { PackSale } from './contract/packs.ts';
import { PackSaleNotFound, PackTakenBack } from './faults.ts';
import { deleteTopUp, lockPackSale, markTakenBack } from './pack-store.ts';

/** Takes the top-up of a sold pack away and notes who did; whether it was used, and its charge, are the flow's to see to. */
export const takePackBack = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<PackSale> => {
  const sale = await lockPackSale(ctx.tx, id);
  if (!sale) throw PackSaleNotFound({ id });
  if (sale.taken_back_at !== null) throw PackTakenBack();
  const by = { name: ctx.actor.name, at: ctx.now };
  await markTakenBack(ctx.tx, sale, by);
  await deleteTopUp(ctx.tx, sale);
  return { ...sale, taken_back_by: by.name, taken_back_at: by.at };
};
