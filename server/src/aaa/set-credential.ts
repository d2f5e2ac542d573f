import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import type { Credential } from './contract.ts';
import type { BindingKind } from './core/binding.ts';
import { shownCredential } from './core/credential.ts';
import type { PasswordKind } from './core/password.ts';
import { normalMac } from './core/station.ts';
import { foldedCode } from './core/voucher-code.ts';
import { MacInvalid, PasswordHashBad, PasswordNeeded, PasswordTwice, UsernameTaken } from './faults.ts';
import { readPasswordHash } from './passwords/read-hash.ts';
import {
  claim,
  credentialOf,
  insertCredential,
  releaseClaims,
  type StoredCredential,
  sealedPassword,
  updateCredential,
} from './store/access.ts';
import { isCodeTaken } from './store/vouchers.ts';

export interface WantedCredential {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly username: string;
  /** Left out, and `password_hash` too, what is kept stays. */
  readonly password?: string | undefined;
  /** Instead of a password: its hash, as `readPasswordHash` takes it. */
  readonly password_hash?: string | undefined;
  /** Only this station may log in; `learn` binds to the first that comes, null lets any, left out it stays as it is. */
  readonly mac?: string | null | undefined;
}

interface Station {
  readonly mac: string | null;
  readonly learn: BindingKind[];
}

const FREE: Station = { mac: null, learn: [] };

/** What was learned stays when it is to be learned still. */
const stationOf = (mac: string | null | undefined, old: Station = FREE): Station => {
  if (mac === undefined) return { mac: old.mac, learn: old.learn };
  const others = old.learn.filter((kind) => kind !== 'mac');
  if (mac === 'learn') return { mac: old.learn.includes('mac') ? old.mac : null, learn: ['mac', ...others] };
  const normal = mac === null ? null : normalMac(mac);
  if (normal === undefined) throw MacInvalid({ mac: mac ?? '' });
  return { mac: normal, learn: others };
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

const NO_MORE = {
  ...{ kind: 'password' as const, line_nas_id: null, circuit_id: null, remote_id: null },
  ...{ port: null, port_nas_id: null, vlan: null },
};

/** Whether whoever came by the old name and password could not by the new. */
const isAnother = async (
  ctx: Ctx,
  old: StoredCredential,
  username: string,
  password: Kept | undefined,
): Promise<boolean> => {
  if (username !== old.username) return true;
  if (password === undefined) return false;
  const before = await sealedPassword(ctx.tx, old);
  const isSame = before !== null && ctx.secrets.open(before) === ctx.secrets.open(password.password_sealed);
  return !isSame || password.password_kind !== old.password_kind;
};

/** Changes a log-in. Sessions that came by another name or password are cut by the job this commit queues. */
const change = async (
  ctx: Ctx,
  old: StoredCredential,
  username: string,
  station: Station,
  password: Kept | undefined,
): Promise<void> => {
  const renewed = await isAnother(ctx, old, username, password);
  await updateCredential(ctx.tx, old, { username, ...station, ...password }, renewed);
  if (!renewed) return;
  const { account_id, subscription_id } = old;
  const payload = { account_id, subscription_id, cause: 'log-in changed', requested_at: ctx.now };
  await addJobs(ctx.tx, [{ task: 'aaa.reconcile', key: `aaa.reconcile:${subscription_id}`, payload }]);
};

/**
 * Gives a subscription its user name and password, or the hash of one, in place of those it had; sessions that came by those end. A user name belongs to one
 * subscription at a time.
 */
export const setCredential = async (ctx: Ctx, input: WantedCredential): Promise<Credential> => {
  const { account_id, subscription_id, username } = input;
  const old = await credentialOf(ctx.tx, account_id, subscription_id);
  const password = kept(ctx, input);
  const password_kind = password?.password_kind ?? old?.password_kind;
  if (password_kind === undefined) throw PasswordNeeded();
  const id = old?.id ?? ctx.newId();
  const station = stationOf(input.mac, old);
  if (!(await claim(ctx.tx, { kind: 'password', username }, account_id, id))) throw UsernameTaken({ username });
  if (await isCodeTaken(ctx.tx, ctx.secrets.digest(foldedCode(username)))) throw UsernameTaken({ username });
  const row: StoredCredential = {
    ...(old ?? { ...NO_MORE, account_id, id, subscription_id, created_at: ctx.now }),
    ...{ username, password_kind, ...station, state: 'active' as const },
  };
  if (old) await change(ctx, old, username, station, password);
  else if (password) await insertCredential(ctx.tx, { ...row, ...password });
  await releaseClaims(ctx.tx, account_id, id, username);
  return shownCredential(row);
};
