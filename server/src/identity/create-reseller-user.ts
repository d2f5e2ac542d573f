import type { Ctx } from '../kernel/ctx.ts';
import type { CreateResellerUser, ResellerUser } from './contract.ts';
import { hashPassword, oneTimePassword } from './credentials/password.ts';
import { freeLogin } from './guards/free-login.ts';
import { insertResellerUser } from './store/people.ts';

/** Gives somebody of a reseller a sign-in, with a one-time password, which is in no other reply. */
export const createResellerUser = async (
  ctx: Ctx,
  input: CreateResellerUser,
): Promise<ResellerUser & { one_time_password: string }> => {
  await freeLogin(ctx, 'reseller', input.email);
  const one_time_password = oneTimePassword();
  const password_hash = await hashPassword(one_time_password);
  const row = await insertResellerUser(ctx.tx, {
    ...input,
    id: ctx.newId(),
    password_hash,
    must_change: true,
    created_at: ctx.now,
  });
  return { ...row, one_time_password };
};
