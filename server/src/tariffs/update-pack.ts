import type { Ctx } from '../kernel/ctx.ts';
import type { Pack, UpdatePack } from './contract/packs.ts';
import { getPack } from './get-pack.ts';
import { updatePackRow } from './pack-store.ts';

/** Renames a pack, withdraws it or brings it back, changes for which plans it is. */
export const updatePack = async (ctx: Ctx, { id, ...change }: UpdatePack): Promise<Pack> => {
  await getPack(ctx, { id });
  if (Object.keys(change).length > 0) await updatePackRow(ctx.tx, id, change);
  return getPack(ctx, { id });
};
