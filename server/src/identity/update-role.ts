import type { Ctx } from '../kernel/ctx.ts';
import type { Role, UpdateRole } from './contract.ts';
import { RoleBuiltin, RoleNotFound } from './faults.ts';
import { withinOwn } from './guards/within-own.ts';
import { roleByCode, updateRoleRow } from './store/roles.ts';

/** Changes a role that is not the platform's own; who holds it feels it within seconds. */
export const updateRole = async (ctx: Ctx, { code, ...change }: UpdateRole): Promise<Role> => {
  const role = await roleByCode(ctx.tx, code);
  if (!role) throw RoleNotFound({ code });
  if (role.builtin) throw RoleBuiltin({ code });
  withinOwn(ctx, [...role.permissions, ...(change.permissions ?? [])]);
  return updateRoleRow(ctx.tx, code, { ...change, code });
};
