import type { DeviceLevel } from '@isp/radius';
import type { Decision, Entry } from '../core/authorize.ts';
import { UNBOUND } from '../core/binding.ts';

/** A member of staff who may log in to devices, with the password in clear. */
export interface DeviceUser {
  readonly username: string;
  readonly password: string;
  readonly level: DeviceLevel;
}

interface Known {
  readonly password: Buffer;
  readonly level: DeviceLevel;
  readonly granted: Decision;
}

const grantOf = (level: DeviceLevel): Decision => ({
  outcome: 'accept',
  reason: 'let on to the device',
  detail: () => `may ${level === 'full' ? 'do everything' : level}`,
});

/** Who of the staff may log in to devices, and as what: few, so each is an object. */
export class DeviceUsers {
  #known = new Map<string, Known>();

  /** Takes those there are. */
  set(all: readonly DeviceUser[]): void {
    this.#known = new Map(
      all.map(({ username, password, level }) => [
        username,
        { password: Buffer.from(password), level, granted: grantOf(level) },
      ]),
    );
  }

  /** Reads who has this name into `entry`, and gives what they may do; `undefined` when nobody has it. */
  read(username: string | undefined, entry: Entry): DeviceLevel | undefined {
    const known = username === undefined ? undefined : this.#known.get(username);
    if (known === undefined) return undefined;
    Object.assign(entry, UNBOUND);
    entry.password = known.password;
    entry.password_kind = 'clear';
    entry.granted = known.granted;
    entry.ends_at_ms = Number.POSITIVE_INFINITY;
    entry.simultaneous = 1;
    entry.others = 0;
    return known.level;
  }
}
