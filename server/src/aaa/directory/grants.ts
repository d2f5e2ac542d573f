import type { Vendor } from '@isp/radius';
import type { Mode } from '../core/access.ts';
import { type Decision, decisionOf } from '../core/authorize.ts';
import { acceptAttributes } from '../core/profile.ts';

/** The part of an access that many users share: one object for all who have the same plan in the same state. */
export interface SharedGrant {
  readonly mode: Mode;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  readonly decision: Decision;
  /** The attributes of an Accept, encoded for a make of NAS, made when first asked for. */
  attributesFor(vendor: Vendor): Buffer;
}

interface Counted {
  readonly key: string;
  readonly grant: SharedGrant;
  users: number;
}

const createGrant = (mode: Mode, reason: string, down: number | null, up: number | null): SharedGrant => {
  const encoded = new Map<string, Buffer>();
  return {
    mode,
    rate_down_kbps: down,
    rate_up_kbps: up,
    decision: decisionOf(mode, reason),
    attributesFor: (vendor) => {
      const known = encoded.get(vendor.id);
      if (known !== undefined) return known;
      const made = acceptAttributes({ mode, rate_down_kbps: down, rate_up_kbps: up, framed_ip: null }, vendor);
      encoded.set(vendor.id, made);
      return made;
    },
  };
};

/** The shared grants by number, counted so that one nobody has any more is forgotten. Number 0 is no access. */
export class Grants {
  #byKey = new Map<string, number>();
  #all: (Counted | undefined)[] = [undefined];
  #free: number[] = [];

  /** Takes the grant that says this for one more user; gives its number. */
  take(mode: Mode, reason: string, down: number | null, up: number | null): number {
    const key = `${mode} ${down} ${up} ${reason}`;
    const known = this.#byKey.get(key);
    const counted = known === undefined ? undefined : this.#all[known];
    if (known !== undefined && counted !== undefined) {
      counted.users++;
      return known;
    }
    const number = this.#free.pop() ?? this.#all.length;
    this.#all[number] = { key, grant: createGrant(mode, reason, down, up), users: 1 };
    this.#byKey.set(key, number);
    return number;
  }

  /** Gives it back for one user. */
  release(number: number): void {
    const counted = this.#all[number];
    if (counted === undefined || --counted.users > 0) return;
    this.#all[number] = undefined;
    this.#byKey.delete(counted.key);
    this.#free.push(number);
  }

  get(number: number): SharedGrant | undefined {
    return this.#all[number]?.grant;
  }
}
