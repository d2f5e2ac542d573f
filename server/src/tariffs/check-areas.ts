import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { areasById } from './area-store.ts';
import { AreaNotFound } from './faults.ts';

/** Refuses areas that there are not. */
export const checkAreas = async (ctx: Ctx, ids: readonly Id[] | null): Promise<void> => {
  if (ids === null) return;
  const found = await areasById(ctx.tx, ids);
  const missing = ids.find((id) => !found.some((area) => area.id === id));
  if (missing !== undefined) throw AreaNotFound({ id: missing });
};
