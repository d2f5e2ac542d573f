import type { Id } from '@isp/values';
import { changeDeviceLevel, setDeviceUser } from '../aaa/index.ts';
import { isOwnPassword, setDeviceLevel as setLevel, updateStaff } from '../identity/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { newPassword } from '../kernel/secrets.ts';
import { type DeviceStanding, deviceStanding } from '../views/device-log-ins.ts';
import type { Role, SetDeviceLevel, SetDevicePassword, Staff, UpdateStaff } from './contract.ts';
import { DevicePasswordIsConsole, DeviceRoleNone, OwnPasswordWrong, StaffOnly } from './faults.ts';

/** What a member of staff may do on the routers: what their role says, while they work here. */
const deserved = ({ state, device_level }: DeviceStanding): DeviceStanding['device_level'] =>
  state === 'active' ? device_level : 'none';

const follow = async (ctx: Ctx, id: Id): Promise<void> => {
  const standing = await deviceStanding(ctx.tx, id);
  await changeDeviceLevel(ctx, { id, level: standing === undefined ? 'none' : deserved(standing) });
};

/** Changes a member of staff; who leaves, or whose new role may do nothing on the routers, loses their log-in there by the same commit. */
export const changeStaff = async (ctx: Ctx, input: UpdateStaff): Promise<Staff> => {
  const staff = await updateStaff(ctx, input);
  await follow(ctx, input.id);
  return staff;
};

/** Sets what the staff of a role may do on the routers: who has a log-in there may do it from this commit on. */
export const setDeviceLevel = async (ctx: Ctx, input: SetDeviceLevel): Promise<Role> => {
  const { role, staff } = await setLevel(ctx, input);
  for (const id of staff) await follow(ctx, id);
  return role;
};

/** The part of an e-mail address before the @, as routers take a name. */
const nameIn = (email: string): string =>
  (email.split('@')[0] ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 64);

const LENGTH = 20;

/**
 * Gives the actor a password for the routers, of their own or one that is made and shown once. It is another than the one they sign in with, which never
 * goes over RADIUS.
 */
export const setDevicePassword = async (
  ctx: Ctx,
  input: SetDevicePassword,
): Promise<{ username: string; generated_password: string | null }> => {
  const { kind, id } = ctx.actor;
  const standing = kind === 'staff' ? await deviceStanding(ctx.tx, id) : undefined;
  if (standing === undefined) throw StaffOnly();
  if (!(await isOwnPassword(ctx, { id, password: input.current_password }))) throw OwnPasswordWrong();
  const level = deserved(standing);
  if (level === 'none') throw DeviceRoleNone({ role: standing.role });
  const generated_password = input.device_password === undefined ? newPassword(LENGTH) : null;
  const password = input.device_password ?? generated_password ?? '';
  if (password === input.current_password) throw DevicePasswordIsConsole();
  const username = input.username ?? standing.username ?? nameIn(standing.email);
  await setDeviceUser(ctx, { id, username, password, level });
  return { username, generated_password };
};

/** Takes the actor's own log-in to the routers away. */
export const dropDevicePassword = async (ctx: Ctx): Promise<void> => {
  if (ctx.actor.kind !== 'staff') throw StaffOnly();
  await changeDeviceLevel(ctx, { id: ctx.actor.id, level: 'none' });
};
