import type { Ctx } from '../kernel/ctx.ts';
import type { AddPoolRange, PoolPage } from './contract.ts';
import { offsetsOf, readUnits } from './core/pool.ts';
import { PoolIsOfNas, PoolRangeHoldsFixed, PoolRangeInvalid, PoolRangeOverlaps } from './faults.ts';
import { getPool } from './get-pool.ts';
import { oneAtATime } from './store/assignments.ts';
import { fixedOtherwise, insertRange, overlapping } from './store/pools.ts';

/** The length that each gets unless said: an address, or what a home's one network or several need (RFC 6177). */
const USUAL = { ipv4: 32, 'ipv6-prefix': 64, 'ipv6-delegated': 56 } as const;

/** Adds a range to a pool. What is fixed in it for somebody stays theirs, as long as it is of the length that the range gives out. */
export const addPoolRange = async (ctx: Ctx, input: AddPoolRange): Promise<PoolPage> => {
  const { id: pool_id, range, whole, note } = input;
  const { code, kind, nas_pool } = await getPool(ctx, { id: pool_id });
  if (nas_pool !== null) throw PoolIsOfNas({ code });
  const length = input.length ?? USUAL[kind];
  const units = readUnits(kind, range, length);
  const offsets = units && offsetsOf(units, whole);
  if (offsets === undefined) throw PoolRangeInvalid({ range, length });
  await oneAtATime(ctx.tx);
  const other = await overlapping(ctx.tx, range);
  if (other) throw PoolRangeOverlaps({ range, other: other.range, code: other.code });
  const fixed = await fixedOtherwise(ctx.tx, range, kind, length);
  if (fixed.length > 0) throw PoolRangeHoldsFixed({ range, fixed });
  await insertRange(ctx.tx, {
    ...{ id: ctx.newId(), pool_id, kind, range, length, note },
    ...{ first_offset: offsets.first, end_offset: offsets.end, next_offset: offsets.first, created_at: ctx.now },
  });
  return getPool(ctx, { id: pool_id });
};
