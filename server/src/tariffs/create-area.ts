import type { Ctx } from '../kernel/ctx.ts';
import { insertArea } from './area-store.ts';
import type { Area, CreateArea } from './contract/areas.ts';
import { emptyRange } from './core/area.ts';
import { AreaCodeTaken, AreaUnclear } from './faults.ts';
import { getArea } from './get-area.ts';

/** Makes an area that plans are sold in. */
export const createArea = async (ctx: Ctx, input: CreateArea): Promise<Area> => {
  const range = emptyRange(input.rules);
  if (range !== undefined) throw AreaUnclear({ range });
  const made = await insertArea(ctx.tx, { ...input, id: ctx.newId(), created_at: ctx.now });
  if (!made) throw AreaCodeTaken(input);
  return getArea(ctx, made);
};
