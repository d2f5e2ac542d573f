import { realNow } from '../kernel/clock.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { personOf } from './core/person.ts';
import { PasswordUnwanted, StaffNotFound } from './faults.ts';
import { personById } from './store/people.ts';
import { endSessionsOf } from './store/sessions.ts';

/** Ends all sessions of a person, named `kind:id`; their tokens are refused within seconds. */
export const signOutEverywhere = async (
  ctx: Ctx,
  { subject }: { readonly subject: string },
): Promise<{ ended: number }> => {
  const person = personOf(subject);
  if (!person) throw PasswordUnwanted();
  if (!(await personById(ctx.tx, person))) throw StaffNotFound({ id: person.id });
  return { ended: await endSessionsOf(ctx.tx, person, realNow()) };
};
