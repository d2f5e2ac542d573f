import type { Ctx } from '../../kernel/ctx.ts';
import { RoleNotFound } from '../faults.ts';
import { roleByCode } from '../store/roles.ts';
import { withinOwn } from './within-own.ts';

/** Refuses a role that staff and clients cannot have, or that has more permissions than the actor. */
export const assignableRole = async (ctx: Ctx, code: string): Promise<void> => {
  const role = await roleByCode(ctx.tx, code);
  if (role?.audience !== 'staff') throw RoleNotFound({ code });
  withinOwn(ctx, role.permissions);
};
