import type { Ctx } from '../kernel/ctx.ts';
import type { Credential, ListCredentials } from './contract.ts';
import { shownCredential } from './core/credential.ts';
import { credentialsOf } from './store/access.ts';

/** An account's log-ins, with what each can log in by. */
export const listCredentials = async (
  { tx }: Ctx,
  { account_id }: ListCredentials,
): Promise<{ items: Credential[] }> => {
  const rows = await credentialsOf(tx, account_id);
  return { items: rows.map(shownCredential) };
};
