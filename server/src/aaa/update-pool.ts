import type { Ctx } from '../kernel/ctx.ts';
import type { PoolPage, UpdatePool } from './contract.ts';
import { PoolIsOurs } from './faults.ts';
import { getPool } from './get-pool.ts';
import { updatePoolRow } from './store/pools.ts';

/** Changes a pool; RADIUS goes by it from the next log-in on. Whose it is, ours or the NAS's, stays. */
export const updatePool = async (ctx: Ctx, { id, ...change }: UpdatePool): Promise<PoolPage> => {
  const before = await getPool(ctx, { id });
  if (change.nas_pool !== undefined && before.nas_pool === null) throw PoolIsOurs(before);
  if (Object.keys(change).length > 0) await updatePoolRow(ctx.tx, id, change);
  return getPool(ctx, { id });
};
