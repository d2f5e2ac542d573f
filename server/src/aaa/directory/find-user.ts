import { ATTRIBUTE, type PacketView } from '@isp/radius';
import { findLine } from '../core/line.ts';
import { type Asker, macIn, macInName, mayBeMac, type Way, wayOf } from '../core/way.ts';
import type { Users } from './users.ts';

const HEX = Buffer.from('0123456789abcdef');
const digits = Buffer.alloc(12);

/** Writes a MAC as it is stored: twelve digits. */
const writeDigits = (mac: number): void => {
  let left = mac;
  for (let i = digits.length - 1; i >= 0; i--) {
    digits[i] = HEX[left % 16] as number;
    left = Math.floor(left / 16);
  }
};

const byMac = (users: Users, mac: number): number => {
  if (mac < 0) return -1;
  writeDigits(mac);
  return users.find(digits, 0, digits.length, 'mac');
};

const byName = (users: Users, view: PacketView): number => {
  const i = view.find(ATTRIBUTE.user_name);
  return i < 0 ? -1 : users.findName(view.bytes, view.start(i), view.size(i));
};

/** Who was found, and by which way they came in. */
export interface Found {
  way: Way;
  /** The slot of the user, -1 for nobody the directory knows; staff have none. */
  slot: number;
}

/** A name that is a MAC which is a log-in by itself is that; any other is a name. */
const findNamed = (users: Users, view: PacketView, asker: Asker, found: Found): void => {
  if (mayBeMac(view, asker)) {
    found.slot = byMac(users, macInName(view));
    if (found.slot >= 0) {
      found.way = 'mac';
      return;
    }
  }
  found.slot = byName(users, view);
};

/** Finds whom a request or a record is about, by the way it comes in, into `found`. Makes no garbage. */
export const findUser = (users: Users, view: PacketView, asker: Asker, found: Found): void => {
  found.way = wayOf(view, asker);
  found.slot = -1;
  if (found.way === 'line') found.slot = findLine(view, asker.nas_octets, users);
  else if (found.way === 'mac') found.slot = byMac(users, macIn(view, asker));
  else if (found.way === 'password') findNamed(users, view, asker, found);
};
