import { ATTRIBUTE, credentialOf, type PacketView, userPassword } from '@isp/radius';
import type { Decision, Proven } from '../core/authorize.ts';
import type { StoredPassword } from '../core/password.ts';
import type { Asker } from '../core/way.ts';
import type { Directory } from '../directory/directory.ts';
import { type Found, findUser } from '../directory/find-user.ts';
import type { PasswordChecks } from '../passwords/password-checks.ts';

const WRONG: Decision = { outcome: 'reject', reason: 'wrong password' };
const CHANGED: Decision = { outcome: 'reject', reason: 'the password was changed while it was checked' };

const isSame = (a: StoredPassword, b: StoredPassword | undefined): boolean =>
  b !== undefined && a.password_kind === b.password_kind && Buffer.compare(a.password, b.password) === 0;

const found: Found = { way: 'password', slot: -1 };

/**
 * Asks the hash of the user whom a request names whether its User-Password is the right one: answered at once, or later by a slow hash. `undefined` when there is
 * nothing to ask: it is no PAP, it comes in by another way, nobody has the name, or the password is kept in clear. Throws `TooManyWaiting`.
 */
export const askHash = (
  view: PacketView,
  asker: Asker,
  directory: Pick<Directory, 'users'>,
  checks: PasswordChecks,
): Proven | Promise<Proven> | undefined => {
  const i = view.find(ATTRIBUTE.user_name);
  if (i < 0 || !view.has(ATTRIBUTE.user_password) || credentialOf(view) !== 'pap') return undefined;
  findUser(directory.users, view, asker, found);
  if (found.way !== 'password') return undefined;
  const name = view.bytes.subarray(view.start(i), view.start(i) + view.size(i));
  const stored = directory.users.passwordOf(name);
  if (stored === undefined || stored.password_kind === 'clear') return undefined;
  const candidate = userPassword(view, asker.secret);
  const right = candidate !== undefined && checks.check(candidate, stored);
  if (typeof right === 'boolean') return right ? 'proven' : WRONG;
  const kept = Buffer.from(name);
  return right.then((proven) => {
    if (!proven) return WRONG;
    return isSame(stored, directory.users.passwordOf(kept)) ? 'proven' : CHANGED;
  });
};
