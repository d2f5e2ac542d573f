import type { Ctx } from '../kernel/ctx.ts';
import type { Client, UpdateClient } from './contract.ts';
import { ClientNotFound } from './faults.ts';
import { assignableRole } from './guards/assignable-role.ts';
import { clientById, updateClientRow } from './store/clients.ts';

/** Renames, re-roles, disables or enables an integration; its tokens feel it within seconds. Refused for one with more permissions than the actor. */
export const updateClient = async (ctx: Ctx, { id, ...change }: UpdateClient): Promise<Client> => {
  const before = await clientById(ctx.tx, id);
  if (!before) throw ClientNotFound({ id });
  await assignableRole(ctx, before.role);
  if (change.role !== undefined) await assignableRole(ctx, change.role);
  const client = await updateClientRow(ctx.tx, id, { ...change, id });
  if (!client) throw ClientNotFound({ id });
  return client;
};
