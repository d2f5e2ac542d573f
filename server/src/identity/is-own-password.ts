import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { passwordMatches } from './credentials/password.ts';
import { personById } from './store/people.ts';

/** Whether a text is the password that a member of staff signs in with. */
export const isOwnPassword = async (
  ctx: Ctx,
  { id, password }: { readonly id: Id; readonly password: string },
): Promise<boolean> => {
  const person = await personById(ctx.tx, { kind: 'staff', id });
  return person !== undefined && (await passwordMatches(person.password_hash, password));
};
