import type { Ctx } from '../kernel/ctx.ts';
import { checkRealm } from './check-realm.ts';
import type { CreateRealm, Realm } from './contract.ts';
import { RealmNotFound } from './faults.ts';
import { insertRealm, realmById } from './store/home-settings.ts';

/** Adds a realm; it holds from the next packet. */
export const addRealm = async (ctx: Ctx, input: CreateRealm): Promise<Realm> => {
  const id = ctx.newId();
  const name = await checkRealm(ctx, { ...input, id });
  await insertRealm(ctx.tx, { ...input, id, name, created_at: ctx.now });
  const realm = await realmById(ctx.tx, id);
  if (!realm) throw RealmNotFound({ id });
  return realm;
};
