import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { HomeServer } from './contract.ts';
import { HomeServerNotFound } from './faults.ts';
import { homeServerById } from './store/home-settings.ts';

/** One home server, with how it does. */
export const getHomeServer = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<HomeServer> => {
  const server = await homeServerById(ctx.tx, id);
  if (!server) throw HomeServerNotFound({ id });
  return server;
};
