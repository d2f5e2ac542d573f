import type { Ctx } from '../kernel/ctx.ts';
import { hashPassword, oneTimePassword } from './credentials/password.ts';
import { insertStaff, isUnstaffed } from './store/people.ts';

interface FirstOwner {
  readonly email: string;
  /** To be printed once; absent when the environment gave a password. */
  readonly one_time_password?: string;
}

/** Makes the first owner when nobody works here yet, else gives `undefined`. Without a password of its own it makes a one-time one. */
export const ensureOwner = async (
  ctx: Ctx,
  given: { readonly email?: string | undefined; readonly password?: string | undefined } = {},
): Promise<FirstOwner | undefined> => {
  if (!(await isUnstaffed(ctx.tx))) return undefined;
  const one_time_password = given.password === undefined ? oneTimePassword() : undefined;
  const email = given.email ?? 'admin@localhost';
  await insertStaff(ctx.tx, {
    id: ctx.newId(),
    email,
    name: 'Owner',
    role: 'owner',
    password_hash: await hashPassword(given.password ?? one_time_password ?? ''),
    must_change: one_time_password !== undefined,
    created_at: ctx.now,
  });
  return one_time_password === undefined ? { email } : { email, one_time_password };
};
