import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Credential } from './contract.ts';
import { normalMac } from './core/station.ts';
import { MacInvalid, PasswordNeeded, UsernameTaken } from './faults.ts';
import { claimUsername, credentialOf, insertCredential, releaseUsernames, updateCredential } from './store/access.ts';

export interface WantedCredential {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly username: string;
  /** Left out, an existing password stays. */
  readonly password?: string | undefined;
  /** Only this station may log in; null lets any, left out it stays as it is. */
  readonly mac?: string | null | undefined;
}

const macOf = (mac: string | null): string | null => {
  if (mac === null) return null;
  const normal = normalMac(mac);
  if (normal === undefined) throw MacInvalid({ mac });
  return normal;
};

const MAX_PASSWORD = 128;

/** The password sealed; one that RADIUS cannot carry (over 128 octets, RFC 2865 5.2) is refused. */
const sealed = (ctx: Ctx, password: string): Buffer => {
  if (password === '' || Buffer.byteLength(password) > MAX_PASSWORD) throw PasswordNeeded();
  return ctx.secrets.seal(password);
};

/** Gives a subscription its user name and password, in place of those it had. A user name belongs to one subscription at a time. */
export const setCredential = async (ctx: Ctx, input: WantedCredential): Promise<Credential> => {
  const { account_id, subscription_id, username, password } = input;
  const old = await credentialOf(ctx.tx, account_id, subscription_id);
  if (!old && password === undefined) throw PasswordNeeded();
  const id = old?.id ?? ctx.newId();
  const mac = input.mac === undefined ? (old?.mac ?? null) : macOf(input.mac);
  if (!(await claimUsername(ctx.tx, username, account_id, id))) throw UsernameTaken({ username });
  const password_sealed = password === undefined ? undefined : sealed(ctx, password);
  const row = { account_id, id, subscription_id, username, mac, created_at: old?.created_at ?? ctx.now };
  if (old) await updateCredential(ctx.tx, old, { username, mac, ...(password_sealed ? { password_sealed } : {}) });
  else await insertCredential(ctx.tx, { ...row, password_sealed: password_sealed ?? Buffer.alloc(0) });
  await releaseUsernames(ctx.tx, account_id, id, username);
  return { ...row, state: 'active' };
};
