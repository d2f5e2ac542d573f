import type { Ctx } from '../kernel/ctx.ts';
import type { PoolKind } from './core/pool.ts';
import { PoolKindWrong, PoolNotFound } from './faults.ts';
import { poolByCode } from './store/pools.ts';

/** The pools that a plan names. */
export interface NamedPools {
  readonly ipv4_pool: string | null;
  readonly ipv6_prefix_pool: string | null;
  readonly ipv6_delegated_pool: string | null;
}

/** Refuses the name of a pool that does not exist, or that gives out something else. */
export const checkPools = async (ctx: Ctx, pools: NamedPools): Promise<void> => {
  const named: readonly (readonly [PoolKind, string | null])[] = [
    ['ipv4', pools.ipv4_pool],
    ['ipv6-prefix', pools.ipv6_prefix_pool],
    ['ipv6-delegated', pools.ipv6_delegated_pool],
  ];
  for (const [wanted, code] of named) {
    if (code === null) continue;
    const pool = await poolByCode(ctx.tx, code);
    if (!pool) throw PoolNotFound({ id: code });
    if (pool.kind !== wanted) throw PoolKindWrong({ code, kind: pool.kind, wanted });
  }
};
