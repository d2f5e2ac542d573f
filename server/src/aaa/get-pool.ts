import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { PoolPage } from './contract.ts';
import { PoolNotFound } from './faults.ts';
import { poolPage } from './store/pools.ts';

/** One pool with its ranges. */
export const getPool = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<PoolPage> => {
  const pool = await poolPage(ctx.tx, id);
  if (!pool) throw PoolNotFound({ id });
  return pool;
};
