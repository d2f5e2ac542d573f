import type { Actor } from '../kernel/actor.ts';
import { realNow } from '../kernel/clock.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { SetOwnPassword } from './contract.ts';
import { weaknessOf } from './core/password.ts';
import { personOf, subjectOf } from './core/person.ts';
import { hashPassword, passwordMatches } from './credentials/password.ts';
import { PasswordUnwanted, PasswordWeak, PasswordWrong } from './faults.ts';
import { sessionOf } from './oauth/signed-in.ts';
import { personForUpdate, setPassword } from './store/people.ts';
import { endSessionsOf } from './store/sessions.ts';

/** Replaces the actor's password, given the current one, and ends all their sessions but the one that asks. */
export const setOwnPassword = async (ctx: Ctx, input: SetOwnPassword & { readonly actor: Actor }): Promise<void> => {
  const named = personOf(subjectOf(input.actor as Parameters<typeof subjectOf>[0]));
  const person = named && (await personForUpdate(ctx.tx, named));
  if (!person) throw PasswordUnwanted();
  if (!(await passwordMatches(person.password_hash, input.current_password))) throw PasswordWrong();
  const why = weaknessOf(input.new_password, person.kind, person.login);
  if (why) throw PasswordWeak({ why }, [{ pointer: '/new_password', message: why }]);
  await setPassword(ctx.tx, person, await hashPassword(input.new_password), false);
  await endSessionsOf(ctx.tx, person, realNow(), sessionOf(input.actor));
};
