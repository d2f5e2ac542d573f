import type { Ctx } from '../kernel/ctx.ts';
import { RoleBuiltin, RoleInUse, RoleNotFound } from './faults.ts';
import { deleteRoleRow, holdersOf, roleByCode } from './store/roles.ts';

/** Deletes a role that is not the platform's own and that nobody has. */
export const deleteRole = async (ctx: Ctx, { code }: { readonly code: string }): Promise<void> => {
  const role = await roleByCode(ctx.tx, code);
  if (!role) throw RoleNotFound({ code });
  if (role.builtin) throw RoleBuiltin({ code });
  const count = await holdersOf(ctx.tx, code);
  if (count > 0) throw RoleInUse({ code, count });
  await deleteRoleRow(ctx.tx, code);
};
