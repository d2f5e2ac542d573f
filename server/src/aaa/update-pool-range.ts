import type { Ctx } from '../kernel/ctx.ts';
import type { PoolPage, UpdatePoolRange } from './contract.ts';
import { PoolRangeNotFound } from './faults.ts';
import { getPool } from './get-pool.ts';
import { updateRange } from './store/pools.ts';

/** Retires a range, brings it back, or notes something about it. Who has an address of a retired one keeps it. */
export const updatePoolRange = async (ctx: Ctx, { id, range_id, ...change }: UpdatePoolRange): Promise<PoolPage> => {
  await getPool(ctx, { id });
  if (Object.keys(change).length === 0) return getPool(ctx, { id });
  if (!(await updateRange(ctx.tx, { id: range_id, pool_id: id }, change))) throw PoolRangeNotFound({ id: range_id });
  return getPool(ctx, { id });
};
