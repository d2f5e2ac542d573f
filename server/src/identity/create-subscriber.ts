import type { Ctx } from '../kernel/ctx.ts';
import type { CreateSubscriber, Subscriber } from './contract.ts';
import { hashPassword, oneTimePassword } from './credentials/password.ts';
import { freeLogin } from './guards/free-login.ts';
import { insertSubscriber } from './store/people.ts';

/** Gives an account a sign-in to the customer portal, with a one-time password, which is in no other reply. */
export const createSubscriber = async (
  ctx: Ctx,
  input: CreateSubscriber,
): Promise<Subscriber & { one_time_password: string }> => {
  await freeLogin(ctx, 'subscriber', input.login);
  const one_time_password = oneTimePassword();
  const password_hash = await hashPassword(one_time_password);
  const row = await insertSubscriber(ctx.tx, {
    ...input,
    id: ctx.newId(),
    password_hash,
    must_change: true,
    created_at: ctx.now,
  });
  return { ...row, one_time_password };
};
