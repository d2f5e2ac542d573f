import type { Ctx } from '../kernel/ctx.ts';
import type { CreateRole, Role } from './contract.ts';
import { RoleExists } from './faults.ts';
import { withinOwn } from './guards/within-own.ts';
import { insertRole } from './store/roles.ts';

/** Makes a role for staff and clients, with no more permissions than its maker has. */
export const createRole = async (ctx: Ctx, input: CreateRole): Promise<Role> => {
  withinOwn(ctx, input.permissions);
  const role = await insertRole(ctx.tx, { ...input, created_at: ctx.now });
  if (!role) throw RoleExists({ code: input.code });
  return role;
};
