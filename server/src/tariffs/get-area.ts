import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { areasById } from './area-store.ts';
import type { Area } from './contract/areas.ts';
import { AreaNotFound } from './faults.ts';

/** One area, or `AreaNotFound`. */
export const getArea = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Area> => {
  const [area] = await areasById(ctx.tx, [id]);
  if (!area) throw AreaNotFound({ id });
  return area;
};
