import type { Ctx } from '../kernel/ctx.ts';
import type { Pool, UpdatePool } from './contract.ts';
import { PoolNotFound } from './faults.ts';
import { poolById, updatePoolRow } from './store.ts';

/** Renames a pool or stops allotting from it; addresses in use stay. */
export const updatePool = async (ctx: Ctx, { id, ...change }: UpdatePool): Promise<Pool> => {
  if (Object.keys(change).length > 0) await updatePoolRow(ctx.tx, id, change);
  const pool = await poolById(ctx.tx, id);
  if (!pool) throw PoolNotFound({ id });
  return pool;
};
