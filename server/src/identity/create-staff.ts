import type { Ctx } from '../kernel/ctx.ts';
import type { CreateStaff, Staff } from './contract.ts';
import { hashPassword, oneTimePassword } from './credentials/password.ts';
import { assignableRole } from './guards/assignable-role.ts';
import { freeLogin } from './guards/free-login.ts';
import { insertStaff } from './store/people.ts';

/** Adds a member of staff with a one-time password, which is in no other reply. */
export const createStaff = async (ctx: Ctx, input: CreateStaff): Promise<Staff & { one_time_password: string }> => {
  await assignableRole(ctx, input.role);
  await freeLogin(ctx, 'staff', input.email);
  const one_time_password = oneTimePassword();
  const password_hash = await hashPassword(one_time_password);
  const staff = await insertStaff(ctx.tx, {
    ...input,
    id: ctx.newId(),
    password_hash,
    must_change: true,
    created_at: ctx.now,
  });
  return { ...staff, one_time_password };
};
