import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Pack } from './contract/packs.ts';
import { PackNotFound } from './faults.ts';
import { packById } from './pack-store.ts';

/** One pack, or `PackNotFound`. */
export const getPack = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Pack> => {
  const pack = await packById(ctx.tx, id);
  if (!pack) throw PackNotFound({ pack: id });
  return pack;
};
