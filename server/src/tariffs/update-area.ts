import type { Ctx } from '../kernel/ctx.ts';
import { updateAreaRow } from './area-store.ts';
import type { Area, UpdateArea } from './contract/areas.ts';
import { emptyRange } from './core/area.ts';
import { AreaUnclear } from './faults.ts';
import { getArea } from './get-area.ts';

/** Renames an area or changes which addresses are inside. Running subscriptions are not touched. */
export const updateArea = async (ctx: Ctx, { id, ...change }: UpdateArea): Promise<Area> => {
  await getArea(ctx, { id });
  const range = emptyRange(change.rules ?? []);
  if (range !== undefined) throw AreaUnclear({ range });
  if (Object.keys(change).length > 0) await updateAreaRow(ctx.tx, id, change);
  return getArea(ctx, { id });
};
