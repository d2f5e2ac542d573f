import type { Ctx } from '../kernel/ctx.ts';
import { checkRealm } from './check-realm.ts';
import type { Realm, UpdateRealm } from './contract.ts';
import { RealmNotFound } from './faults.ts';
import { realmById, updateRealmRow } from './store/home-settings.ts';

/** Changes a realm; it holds from the next packet. */
export const updateRealm = async (ctx: Ctx, { id, ...change }: UpdateRealm): Promise<Realm> => {
  const old = await realmById(ctx.tx, id);
  if (!old) throw RealmNotFound({ id });
  const name = await checkRealm(ctx, {
    id,
    name: change.name ?? old.name,
    pool_id: change.pool_id === undefined ? old.pool_id : change.pool_id,
  });
  await updateRealmRow(ctx.tx, id, { ...change, name });
  const realm = await realmById(ctx.tx, id);
  if (!realm) throw RealmNotFound({ id });
  return realm;
};
