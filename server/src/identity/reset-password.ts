import { realNow } from '../kernel/clock.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { Person } from './core/person.ts';
import { hashPassword, oneTimePassword } from './credentials/password.ts';
import { LoginNotFound, StaffNotFound } from './faults.ts';
import { withinOwn } from './guards/within-own.ts';
import { personForUpdate, setPassword } from './store/people.ts';
import { endSessionsOf } from './store/sessions.ts';

/** Gives a person a one-time password and ends their sessions. Refused for somebody with more permissions than the actor. */
export const resetPassword = async (ctx: Ctx, { kind, id }: Person): Promise<{ one_time_password: string }> => {
  const person = await personForUpdate(ctx.tx, { kind, id });
  if (!person) throw kind === 'staff' ? StaffNotFound({ id }) : LoginNotFound({ id });
  if (kind === 'staff') withinOwn(ctx, person.permissions);
  const one_time_password = oneTimePassword();
  await setPassword(ctx.tx, person, await hashPassword(one_time_password), true);
  await endSessionsOf(ctx.tx, person, realNow());
  return { one_time_password };
};
