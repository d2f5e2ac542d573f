import { realNow } from '../kernel/clock.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { Staff, UpdateStaff } from './contract.ts';
import { StaffNotFound } from './faults.ts';
import { assignableRole } from './guards/assignable-role.ts';
import { freeLogin } from './guards/free-login.ts';
import { spareLastOwner } from './guards/spare-last-owner.ts';
import { withinOwn } from './guards/within-own.ts';
import { personForUpdate, updateStaffRow } from './store/people.ts';
import { endSessionsOf } from './store/sessions.ts';

/** Changes a member of staff; disabling ends their sessions. The last active owner stays one; nobody changes those who have more permissions. */
export const updateStaff = async (ctx: Ctx, { id, ...change }: UpdateStaff): Promise<Staff> => {
  const losesOwner = change.state === 'disabled' || (change.role !== undefined && change.role !== 'owner');
  if (losesOwner) await spareLastOwner(ctx, id);
  const before = await personForUpdate(ctx.tx, { kind: 'staff', id });
  if (!before) throw StaffNotFound({ id });
  withinOwn(ctx, before.permissions);
  if (change.role !== undefined) await assignableRole(ctx, change.role);
  if (change.email !== undefined && change.email !== before.login.toLowerCase())
    await freeLogin(ctx, 'staff', change.email);
  if (change.state === 'disabled') await endSessionsOf(ctx.tx, { kind: 'staff', id }, realNow());
  return updateStaffRow(ctx.tx, id, { ...change, id });
};
