import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Credential } from './contract.ts';
import { methodsFor, type PasswordKind } from './core/password.ts';
import { normalMac } from './core/station.ts';
import { MacInvalid, PasswordHashBad, PasswordNeeded, PasswordTwice, UsernameTaken } from './faults.ts';
import { readPasswordHash } from './passwords/read-hash.ts';
import { claimUsername, credentialOf, insertCredential, releaseUsernames, updateCredential } from './store/access.ts';

export interface WantedCredential {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly username: string;
  /** Left out, and `password_hash` too, what is kept stays. */
  readonly password?: string | undefined;
  /** Instead of a password: its hash, as `readPasswordHash` takes it. */
  readonly password_hash?: string | undefined;
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

interface Kept {
  readonly password_sealed: Buffer;
  readonly password_kind: PasswordKind;
}

/** The password sealed; one that RADIUS cannot carry (over 128 octets, RFC 2865 5.2) is refused. */
const clear = (ctx: Ctx, password: string): Kept => {
  if (password === '' || Buffer.byteLength(password) > MAX_PASSWORD) throw PasswordNeeded();
  return { password_sealed: ctx.secrets.seal(password), password_kind: 'clear' };
};

const hashed = (ctx: Ctx, written: string): Kept => {
  const read = readPasswordHash(written);
  if (!read.ok) throw PasswordHashBad({ problem: read.reason });
  return { password_sealed: ctx.secrets.seal(read.value.password), password_kind: read.value.password_kind };
};

const kept = (ctx: Ctx, { password, password_hash }: WantedCredential): Kept | undefined => {
  if (password !== undefined && password_hash !== undefined) throw PasswordTwice();
  if (password_hash !== undefined) return hashed(ctx, password_hash);
  return password === undefined ? undefined : clear(ctx, password);
};

/**
 * Gives a subscription its user name and password, or the hash of one, in place of those it had. A user name belongs to one subscription at a time.
 */
export const setCredential = async (ctx: Ctx, input: WantedCredential): Promise<Credential> => {
  const { account_id, subscription_id, username } = input;
  const old = await credentialOf(ctx.tx, account_id, subscription_id);
  const password = kept(ctx, input);
  const password_kind = password?.password_kind ?? old?.password_kind;
  if (password_kind === undefined) throw PasswordNeeded();
  const id = old?.id ?? ctx.newId();
  const mac = input.mac === undefined ? (old?.mac ?? null) : macOf(input.mac);
  if (!(await claimUsername(ctx.tx, username, account_id, id))) throw UsernameTaken({ username });
  const row = { account_id, id, subscription_id, username, mac, password_kind, created_at: old?.created_at ?? ctx.now };
  if (old) await updateCredential(ctx.tx, old, { username, mac, ...password });
  else if (password) await insertCredential(ctx.tx, { ...row, ...password });
  await releaseUsernames(ctx.tx, account_id, id, username);
  return { ...row, log_in_methods: methodsFor(password_kind), state: 'active' };
};
