import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Client } from './contract.ts';
import { newClientSecret } from './credentials/password.ts';
import { ClientNotFound } from './faults.ts';
import { assignableRole } from './guards/assignable-role.ts';
import { clientById, replaceSecret } from './store/clients.ts';

/** Gives an integration another secret, which is in no other reply; the old one and its tokens stop. Refused for one with more permissions than the actor. */
export const rotateClientSecret = async (
  ctx: Ctx,
  { id }: { readonly id: Id },
): Promise<Client & { client_secret: string }> => {
  const before = await clientById(ctx.tx, id);
  if (!before) throw ClientNotFound({ id });
  await assignableRole(ctx, before.role);
  const client_secret = newClientSecret();
  const client = await replaceSecret(ctx.tx, id, ctx.secrets.digest(client_secret));
  if (!client) throw ClientNotFound({ id });
  return { ...client, client_secret };
};
