import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { CreateHomePool, HomePool, UpdateHomePool } from './contract.ts';
import { HomePoolNameTaken, HomePoolNotFound } from './faults.ts';
import { getHomeServer } from './get-home-server.ts';
import { homePoolById, homePoolNamed, insertHomePool, setMembers, updateHomePoolRow } from './store/home-settings.ts';

const keep = async (
  ctx: Ctx,
  id: Id,
  { members: _, ...input }: CreateHomePool | Omit<UpdateHomePool, 'id'>,
): Promise<void> => {
  if (await homePoolById(ctx.tx, id)) {
    if (Object.keys(input).length > 0) await updateHomePoolRow(ctx.tx, id, input);
  } else await insertHomePool(ctx.tx, { ...(input as CreateHomePool), id, created_at: ctx.now });
};

/** Adds a pool, or changes one; members that are given take the place of those there are, in their order. A server that is named twice counts once. */
export const setHomePool = async (ctx: Ctx, input: CreateHomePool | UpdateHomePool): Promise<HomePool> => {
  const { id = ctx.newId(), ...others } = input as UpdateHomePool & Partial<Pick<UpdateHomePool, 'id'>>;
  if ('id' in input && !(await homePoolById(ctx.tx, id))) throw HomePoolNotFound({ id });
  const { name, members } = others;
  if (name !== undefined && (await homePoolNamed(ctx.tx, name, id))) throw HomePoolNameTaken({ name });
  await keep(ctx, id, others);
  if (members !== undefined) {
    for (const { server_id } of members) await getHomeServer(ctx, { id: server_id });
    await setMembers(ctx.tx, id, [...new Map(members.map((member) => [member.server_id, member])).values()]);
  }
  const pool = await homePoolById(ctx.tx, id);
  if (!pool) throw HomePoolNotFound({ id });
  return pool;
};
