import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { realmName } from './core/realm.ts';
import { HomePoolNotFound, RealmNameInvalid, RealmNameTaken } from './faults.ts';
import { homePoolById, realmNamed } from './store/home-settings.ts';

/** Gives a realm's name as it is kept; throws when it is none, there is one of that name, or its pool is not there. */
export const checkRealm = async (
  ctx: Ctx,
  wanted: { readonly id: Id; readonly name: string; readonly pool_id: Id | null },
): Promise<string> => {
  const name = realmName(wanted.name);
  if (name === undefined) throw RealmNameInvalid(wanted);
  if (await realmNamed(ctx.tx, name, wanted.id)) throw RealmNameTaken({ name });
  if (wanted.pool_id !== null && !(await homePoolById(ctx.tx, wanted.pool_id)))
    throw HomePoolNotFound({ id: wanted.pool_id });
  return name;
};
