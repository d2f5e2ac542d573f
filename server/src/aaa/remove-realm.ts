import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { RealmNotFound } from './faults.ts';
import { deleteRealm, realmById } from './store/home-settings.ts';

/** Forgets a realm. */
export const removeRealm = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<void> => {
  if (!(await realmById(ctx.tx, id))) throw RealmNotFound({ id });
  await deleteRealm(ctx.tx, id);
};
