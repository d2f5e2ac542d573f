import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Role, SetDeviceLevel } from './contract.ts';
import { RoleNotFound } from './faults.ts';
import { withinOwn } from './guards/within-own.ts';
import { staffOfRole } from './store/people.ts';
import { roleByCode, updateRoleRow } from './store/roles.ts';

/** Sets what the staff of a role may do on the routers, of a built-in role too; gives the role and who has it. Only who may change NASes decides it. */
export const setDeviceLevel = async (
  ctx: Ctx,
  { code, device_level }: SetDeviceLevel,
): Promise<{ role: Role; staff: readonly Id[] }> => {
  const role = await roleByCode(ctx.tx, code);
  if (role?.audience !== 'staff') throw RoleNotFound({ code });
  withinOwn(ctx, [...role.permissions, 'aaa.write']);
  return { role: await updateRoleRow(ctx.tx, code, { device_level }), staff: await staffOfRole(ctx.tx, code) };
};
