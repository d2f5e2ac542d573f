import { THREE_GPP } from './3gpp.ts';
import { ARUBA } from './aruba.ts';
import { BROADBAND_FORUM } from './broadband-forum.ts';
import { CAMBIUM } from './cambium.ts';
import { CISCO } from './cisco.ts';
import { HOTSPOT } from './hotspot.ts';
import { HUAWEI } from './huawei.ts';
import { JUNIPER } from './juniper.ts';
import { JUNIPER_ERX } from './juniper-erx.ts';
import { MICROSOFT } from './microsoft.ts';
import { MIKROTIK } from './mikrotik.ts';
import { NOKIA } from './nokia.ts';
import { ODD } from './odd.ts';
import { REDBACK } from './redback.ts';
import { RUCKUS } from './ruckus.ts';
import { UBIQUITI } from './ubiquiti.ts';

/** The vendors an access network is built from, and some it meets. */
export const VENDORS = [
  ...MIKROTIK,
  ...CISCO,
  ...JUNIPER,
  ...JUNIPER_ERX,
  ...HUAWEI,
  ...NOKIA,
  ...UBIQUITI,
  ...CAMBIUM,
  ...RUCKUS,
  ...ARUBA,
  ...HOTSPOT,
  ...MICROSOFT,
  ...REDBACK,
  ...THREE_GPP,
  ...BROADBAND_FORUM,
  ...ODD,
] as const;
