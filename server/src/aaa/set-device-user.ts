import type { DeviceLevel } from '@isp/radius';
import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { DeviceUsernameTaken } from './faults.ts';
import { type DeviceUser, storeDeviceUser } from './store/device-user.ts';

interface WantedDeviceUser {
  /** Of the member of staff. */
  readonly id: Id;
  readonly username: string;
  readonly password: string;
  readonly level: DeviceLevel;
}

/** Gives a member of staff a log-in to the routers, in place of the one they had. It is kept sealed and in clear, so that every router's method works. */
export const setDeviceUser = async (
  ctx: Ctx,
  { id, username, password, level }: WantedDeviceUser,
): Promise<DeviceUser> => {
  const password_sealed = ctx.secrets.seal(password);
  const kept = await storeDeviceUser(ctx.tx, { id, username, level, password_sealed, changed_at: ctx.now });
  if (kept === undefined) throw DeviceUsernameTaken({ username });
  return kept;
};
