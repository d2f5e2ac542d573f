import { id, instant } from '@isp/values/wire';
import { z } from 'zod';

/** What a member of staff may do on the routers. */
export const DeviceLevel = z.enum(['read', 'operate', 'full']);

/** A member of staff’s log-in to the routers; its password is never shown. */
export const DeviceUser = z.object({
  /** Of the member of staff. */
  id,
  username: z.string(),
  level: DeviceLevel,
  changed_at: instant,
});
export type DeviceUser = z.output<typeof DeviceUser>;
