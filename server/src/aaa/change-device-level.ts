import type { DeviceLevel } from '@isp/radius';
import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { deleteDeviceUser, storeDeviceLevel } from './store/device-user.ts';

/** Sets what a member of staff may do on the routers; with `none` their log-in there goes, its password too. */
export const changeDeviceLevel = async (
  ctx: Ctx,
  { id, level }: { readonly id: Id; readonly level: DeviceLevel | 'none' },
): Promise<void> => {
  if (level === 'none') await deleteDeviceUser(ctx.tx, id);
  else await storeDeviceLevel(ctx.tx, id, level, ctx.now);
};
