import { createHash, timingSafeEqual } from 'node:crypto';
import { ntHash } from '@isp/radius';
import { verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import type { PasswordKind, StoredPassword } from '../core/password.ts';

/** Digests that may be salted, by the name they are written with: algorithm and octets. */
export const SSHA = {
  SSHA: ['sha1', 20],
  SSHA256: ['sha256', 32],
  SSHA512: ['sha512', 64],
} as const;

/** `{SCHEME}` and base64 of digest and salt, as OpenLDAP writes it (RFC 2307 5.3, draft-stroeder-hashed-userpassword-values-01 2.1). */
export const SSHA_WRITTEN = /^\{(SSHA|SSHA256|SSHA512)\}([A-Za-z0-9+/]+={0,2})$/;

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Equal, in a time that tells only the greater length. */
const isClear = (candidate: Uint8Array, password: Uint8Array): boolean => {
  const size = Math.max(candidate.length, password.length);
  const padded = (octets: Uint8Array) => Buffer.concat([octets], size);
  return isEqual(padded(candidate), padded(password)) && candidate.length === password.length;
};

const isSsha = (candidate: Uint8Array, written: Uint8Array): boolean => {
  const [, scheme, base64 = ''] = SSHA_WRITTEN.exec(Buffer.from(written).toString('latin1')) ?? [];
  if (scheme === undefined) return false;
  const [algorithm, size] = SSHA[scheme as keyof typeof SSHA];
  const octets = Buffer.from(base64, 'base64');
  const digest = createHash(algorithm).update(candidate).update(octets.subarray(size)).digest();
  return isEqual(digest, octets.subarray(0, size));
};

/** Kinds that are slow on purpose: 50 to 300 ms of a processor. */
export type SlowKind = 'bcrypt' | 'argon2';

export const isSlow = (kind: PasswordKind): kind is SlowKind => kind === 'bcrypt' || kind === 'argon2';

/** Whether `candidate` is the password that is kept, by a kind that is not slow. Microseconds; takes as long wherever they differ. */
export const isPassword = (candidate: Buffer, { password, password_kind }: StoredPassword): boolean => {
  if (password.length === 0) return false;
  if (password_kind === 'ssha') return isSsha(candidate, password);
  return password_kind === 'nt' ? isEqual(ntHash(candidate.toString()), password) : isClear(candidate, password);
};

/** Whether `candidate` is the password of a bcrypt or argon2 hash. Both libraries work on a thread of their own; bcrypt looks at 72 octets. */
export const isSlowPassword = (candidate: Buffer, { password, password_kind }: StoredPassword): Promise<boolean> =>
  password_kind === 'argon2' ? verifyArgon2(password, candidate) : verifyBcrypt(candidate, password);
