import type { AllowanceRow } from '../core/allowance.ts';

/** What a log-in needs of an allowance; `Infinity` is without end. */
export interface Ends {
  ends_after_octets: number;
  ends_after_s: number;
  session_octets: number;
}

const NONE = 0;
const KEPT = 1;
const COUNTS_TIME = 2;
/** Its new derivation is queued: what it says is old. */
const QUEUED = 4;

const grown = (array: Float64Array, size: number): Float64Array => {
  const larger = new Float64Array(size);
  larger.set(array);
  return larger;
};

const endOf = (n: number | null): number => n ?? Number.POSITIVE_INFINITY;

/** How far access holds, by the slot of a user: 33 octets each, in typed arrays, less with each record that is committed. */
export class Allowances {
  #count = 0;
  #flags: Uint8Array;
  #left: Float64Array;
  #endsOctets: Float64Array;
  #endsS: Float64Array;
  #session: Float64Array;

  constructor(size: number) {
    this.#flags = new Uint8Array(size);
    this.#left = new Float64Array(size);
    this.#endsOctets = new Float64Array(size);
    this.#endsS = new Float64Array(size);
    this.#session = new Float64Array(size);
  }

  /** Users with an allowance. */
  get count(): number {
    return this.#count;
  }

  set(slot: number, row: AllowanceRow): void {
    this.drop(slot);
    if (row.counts_time === null) return;
    this.#count++;
    this.#flags[slot] = KEPT | (row.counts_time ? COUNTS_TIME : 0);
    this.#left[slot] = endOf(row.octets_left);
    this.#endsOctets[slot] = endOf(row.ends_after_octets);
    this.#endsS[slot] = endOf(row.ends_after_s);
    this.#session[slot] = endOf(row.session_octets);
  }

  drop(slot: number): void {
    if (this.#flags[slot] !== NONE) this.#count--;
    this.#flags[slot] = NONE;
  }

  /** Reads what ends access, or a session. Makes no garbage. */
  read(slot: number, into: Ends): void {
    const isKept = this.#flags[slot] !== NONE;
    into.ends_after_octets = isKept ? (this.#endsOctets[slot] as number) : Number.POSITIVE_INFINITY;
    into.ends_after_s = isKept ? (this.#endsS[slot] as number) : Number.POSITIVE_INFINITY;
    into.session_octets = isKept ? (this.#session[slot] as number) : Number.POSITIVE_INFINITY;
  }

  has(slot: number): boolean {
    return this.#flags[slot] !== NONE;
  }

  /** Takes committed octets off; gives whether a derivation is to be queued: it is used up, a session moved its time, or one is queued that may not have seen this. */
  spend(slot: number, octets: number, isEdge: boolean): boolean {
    const flags = this.#flags[slot] as number;
    this.#left[slot] = (this.#left[slot] as number) - octets;
    this.#endsOctets[slot] = (this.#endsOctets[slot] as number) - octets;
    const isUp = (this.#left[slot] as number) <= 0 || (isEdge && (flags & COUNTS_TIME) !== 0) || (flags & QUEUED) !== 0;
    if (isUp) this.#flags[slot] = flags | QUEUED;
    return isUp;
  }

  /** Octets that end a session. */
  ofSession(slot: number): number {
    return this.#session[slot] as number;
  }

  grow(size: number): void {
    const flags = new Uint8Array(size);
    flags.set(this.#flags);
    this.#flags = flags;
    this.#left = grown(this.#left, size);
    this.#endsOctets = grown(this.#endsOctets, size);
    this.#endsS = grown(this.#endsS, size);
    this.#session = grown(this.#session, size);
  }
}
