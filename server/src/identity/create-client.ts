import type { Ctx } from '../kernel/ctx.ts';
import type { Client, CreateClient } from './contract.ts';
import { newClientSecret } from './credentials/password.ts';
import { assignableRole } from './guards/assignable-role.ts';
import { insertClient } from './store/clients.ts';

/** Adds an integration with a secret, which is in no other reply. */
export const createClient = async (ctx: Ctx, input: CreateClient): Promise<Client & { client_secret: string }> => {
  await assignableRole(ctx, input.role);
  const client_secret = newClientSecret();
  const id = ctx.newId();
  const secret_digest = ctx.secrets.digest(client_secret);
  const client = await insertClient(ctx.tx, {
    ...input,
    id,
    client_id: `client-${id}`,
    secret_digest,
    created_at: ctx.now,
  });
  return { ...client, client_secret };
};
