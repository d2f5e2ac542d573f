import type { Ctx } from '../kernel/ctx.ts';
import { addPoolRange } from './add-pool-range.ts';
import type { CreatePool, PoolPage } from './contract.ts';
import { PoolCodeTaken } from './faults.ts';
import { getPool } from './get-pool.ts';
import { insertPool } from './store/pools.ts';

/** Adds a pool, with its first range when one is given. */
export const createPool = async (ctx: Ctx, input: CreatePool): Promise<PoolPage> => {
  const { range, length, whole, ...pool } = input;
  const id = ctx.newId();
  if (!(await insertPool(ctx.tx, { ...pool, id, created_at: ctx.now }))) throw PoolCodeTaken(input);
  return range === undefined ? getPool(ctx, { id }) : addPoolRange(ctx, { id, range, length, whole, note: '' });
};
