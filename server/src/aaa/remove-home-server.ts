import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { HomeServerInUse } from './faults.ts';
import { getHomeServer } from './get-home-server.ts';
import { deleteHomeServer } from './store/home-settings.ts';

/** Removes a home server that is in no pool. */
export const removeHomeServer = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<void> => {
  const { pools } = await getHomeServer(ctx, { id });
  if (pools.length > 0) throw HomeServerInUse({ pools: pools.map(({ name }) => name) });
  await deleteHomeServer(ctx.tx, id);
};
