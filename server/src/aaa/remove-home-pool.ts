import type { Ctx } from '../kernel/ctx.ts';
import type { RemoveHomePool } from './contract.ts';
import { HomePoolInUse, HomePoolNotFound } from './faults.ts';
import { deleteHomePool, homePoolById } from './store/home-settings.ts';

/** Removes a pool that no realm goes to. Records that wait for it stand in the way, unless they are to be dropped. */
export const removeHomePool = async (ctx: Ctx, { id, drop_waiting }: RemoveHomePool): Promise<void> => {
  const pool = await homePoolById(ctx.tx, id);
  if (!pool) throw HomePoolNotFound({ id });
  const { realms, waiting } = pool;
  if (realms.length > 0 || (waiting > 0n && !drop_waiting)) throw HomePoolInUse({ realms, waiting: Number(waiting) });
  await deleteHomePool(ctx.tx, id);
};
