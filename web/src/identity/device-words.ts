import type { ListRoles } from '@isp/server/contract/identity';
import type { Row } from '../api/contract.ts';

/** What staff may do on the routers. */
export type DeviceLevel = Row<typeof ListRoles>['device_level'];

const LEVELS: Readonly<Record<DeviceLevel, string>> = {
  none: 'nothing',
  read: 'look',
  operate: 'look and operate',
  full: 'everything',
};

/** What may be done on the routers, in words. */
export const levelText = (level: DeviceLevel): string => LEVELS[level];

/** Each level, to choose among. */
export const levelChoices = (Object.keys(LEVELS) as DeviceLevel[]).map((value) => ({ value, label: LEVELS[value] }));
