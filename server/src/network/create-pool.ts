import type { Ctx } from '../kernel/ctx.ts';
import type { CreatePool, Pool } from './contract.ts';
import { FIRST_OFFSET, readRange } from './core/range.ts';
import { PoolCodeTaken, PoolNotFound, PoolOverlaps, RangeNotNetwork } from './faults.ts';
import { insertPool, overlapping, poolById, poolCodeExists } from './store.ts';

/** Adds a pool. Its first address is the gateway's and is never given out, nor are the network's and the broadcast address. */
export const createPool = async (ctx: Ctx, input: CreatePool): Promise<Pool> => {
  if (!readRange(input.range).ok) throw RangeNotNetwork(input);
  if (await poolCodeExists(ctx.tx, input.code)) throw PoolCodeTaken(input);
  if (await overlapping(ctx.tx, input.range)) throw PoolOverlaps(input);
  const id = ctx.newId();
  await insertPool(ctx.tx, { ...input, id, next_offset: BigInt(FIRST_OFFSET), created_at: ctx.now });
  const pool = await poolById(ctx.tx, id);
  if (!pool) throw PoolNotFound({ id });
  return pool;
};
