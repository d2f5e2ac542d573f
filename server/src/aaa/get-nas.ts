import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Nas } from './contract.ts';
import { NasNotFound } from './faults.ts';
import { nasById } from './store/nas.ts';

/** One NAS; its secret is never given. */
export const getNas = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Nas> => {
  const nas = await nasById(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  return nas;
};
