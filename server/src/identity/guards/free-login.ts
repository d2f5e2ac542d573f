import type { Ctx } from '../../kernel/ctx.ts';
import type { Kind } from '../core/person.ts';
import { LoginTaken } from '../faults.ts';
import { personByLogin } from '../store/people.ts';

/** Refuses a login that somebody of this kind has. */
export const freeLogin = async (ctx: Ctx, kind: Kind, login: string): Promise<void> => {
  if (await personByLogin(ctx.tx, kind, login)) throw LoginTaken({ login });
};
