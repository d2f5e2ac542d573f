import type { Vendor } from '@isp/radius';
import type { Mode } from '../core/access.ts';
import { type Decision, decisionOf } from '../core/authorize.ts';
import { acceptAttributes } from '../core/profile.ts';
import type { PoolCodes, Pools } from './pools.ts';

/** The part of an access that many users share: one object for all who have the same plan in the same state. */
export interface SharedGrant {
  readonly mode: Mode;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  readonly decision: Decision;
  /** The attributes of an Accept, encoded for a make of NAS, made when first asked for. */
  attributesFor(vendor: Vendor): Buffer;
  /** What is assigned from pools of ours. */
  readonly assigned: Assigned;
}

/** Which kinds of address are assigned (`KIND_BITS`), and for how many milliseconds of being offline one is sure to stay. */
interface Assigned {
  readonly bits: number;
  readonly keep_ms: number;
  /** Whether nobody is let on who lacks one. */
  readonly is_strict: boolean;
}

/** A bit for each kind of address. */
export const KIND_BITS = { ipv4: 1, 'ipv6-prefix': 2, 'ipv6-delegated': 4 } as const;

interface Counted {
  readonly key: string;
  readonly grant: SharedGrant;
  users: number;
}

/** What an access says that many share. */
interface Said {
  readonly mode: Mode;
  readonly reason: string;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  readonly pools: PoolCodes;
}

/** Makes something of the pools again when they have changed. */
const perVersion = <T>(pools: Pools, make: () => T): (() => T) => {
  let made: { readonly version: number; readonly value: T } | undefined;
  return () => {
    if (made?.version !== pools.version) made = { version: pools.version, value: make() };
    return made.value;
  };
};

const assignedFrom = (pools: Pools, codes: PoolCodes): Assigned => {
  const ours = pools.ours(codes);
  return {
    bits: ours.reduce((bits, { kind }) => bits | KIND_BITS[kind], 0),
    keep_ms: Math.min(...ours.map((pool) => pool.keep_offline_s * 1000)),
    is_strict: ours.some((pool) => pool.when_full === 'reject'),
  };
};

const createGrant = ({ reason, pools: codes, ...grant }: Said, pools: Pools): SharedGrant => {
  const encoded = perVersion(pools, () => new Map<string, Buffer>());
  const assigned = perVersion(pools, () => assignedFrom(pools, codes));
  return {
    ...grant,
    decision: decisionOf(grant.mode, reason),
    attributesFor: (vendor) => {
      const known = encoded().get(vendor.id);
      if (known !== undefined) return known;
      const made = Buffer.concat([acceptAttributes(grant, vendor), pools.attributes(codes, vendor)]);
      encoded().set(vendor.id, made);
      return made;
    },
    get assigned() {
      return assigned();
    },
  };
};

const keyOf = ({ mode, reason, rate_down_kbps, rate_up_kbps, pools }: Said): string =>
  `${mode} ${rate_down_kbps} ${rate_up_kbps} ${Object.values(pools).join(' ')} ${reason}`;

/** The shared grants by number, counted so that one nobody has any more is forgotten. Number 0 is no access. */
export class Grants {
  #byKey = new Map<string, number>();
  #all: (Counted | undefined)[] = [undefined];
  #free: number[] = [];
  #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  /** Takes the grant that says this for one more user; gives its number. */
  take(said: Said): number {
    const key = keyOf(said);
    const known = this.#byKey.get(key);
    const counted = known === undefined ? undefined : this.#all[known];
    if (known !== undefined && counted !== undefined) {
      counted.users++;
      return known;
    }
    const number = this.#free.pop() ?? this.#all.length;
    this.#all[number] = { key, grant: createGrant(said, this.#pools), users: 1 };
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
