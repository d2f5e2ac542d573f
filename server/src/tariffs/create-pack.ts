import type { Ctx } from '../kernel/ctx.ts';
import type { CreatePack, Pack } from './contract/packs.ts';
import { PackCodeTaken } from './faults.ts';
import { insertPack, packById } from './pack-store.ts';

/** Makes a pack. What it gives and costs never changes: what was sold stays what it was. */
export const createPack = async (
  ctx: Ctx,
  { amount, plan_ids, ...input }: CreatePack,
  fallback: { readonly currency: string },
): Promise<Pack> => {
  const made = await insertPack(ctx.tx, {
    ...fallback,
    ...input,
    amount: BigInt(amount),
    plan_ids: plan_ids === null ? null : [...plan_ids],
    id: ctx.newId(),
    state: 'active',
    created_at: ctx.now,
  });
  if (!made) throw PackCodeTaken(input);
  return (await packById(ctx.tx, made.id)) as Pack;
};
