import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { AddressTaken, PoolsExhausted } from './faults.ts';
import { hasPools, takeFree, takeNext, takeStatic } from './store.ts';

/**
 * Gives a subscription its IPv4 address: the static one asked for, or one from the pools (never-used ones first, then the one given back longest ago).
 * Null where no pool was ever made: each NAS then gives one of its own.
 */
export const allotAddress = async (
  ctx: Ctx,
  input: { readonly account_id: Id; readonly subscription_id: Id; readonly static_ip: string | null },
): Promise<string | null> => {
  const use = { account_id: input.account_id, subscription_id: input.subscription_id, at: ctx.now };
  if (input.static_ip !== null) {
    if (!(await takeStatic(ctx.tx, input.static_ip, use))) throw AddressTaken({ address: input.static_ip });
    return input.static_ip;
  }
  const address = (await takeNext(ctx.tx, use)) ?? (await takeFree(ctx.tx, use));
  if (address === undefined && (await hasPools(ctx.tx))) throw PoolsExhausted();
  return address ?? null;
};
