import { randomInt } from 'node:crypto';
import { epochMs } from '@isp/values';
import type { Entry } from '../core/authorize.ts';
import { type Learned, UNBOUND } from '../core/binding.ts';
import { uuidAt } from '../core/class.ts';
import type { PasswordKind, StoredPassword } from '../core/password.ts';
import type { Owner } from '../core/record.ts';
import { foldInto, MAX_CODE } from '../core/voucher-code.ts';
import type { UserRow } from '../store/directory.ts';
import { Allowances, type Ends } from './allowances.ts';
import { Arena } from './arena.ts';
import { Bindings } from './bindings.ts';
import { Grants, type SharedGrant } from './grants.ts';
import { Learnings } from './learnings.ts';
import { Pools } from './pools.ts';
import { Prefixes, prefixAttributes } from './prefixes.ts';
import { SlotTable } from './slot-table.ts';
import { askAt, bitsOf, ipv4Number, MAX_STORED, nameOf, octetsOf, poolsOf, type User, VOUCHER_BITS } from './user.ts';

/** What is read of one user: the same object again and again, so that reading makes no garbage. */
interface UserEntry extends Entry, Ends {
  grant: SharedGrant | undefined;
  framed_ip: number;
  /** The attributes that say the IPv6 prefixes; good until the next reading. */
  prefixes: Uint8Array;
  /** One subscription's addresses are one session's: whether no other has them. */
  is_first: boolean;
  /** From when on the database has to be asked for its addresses; `Infinity` when never. */
  ask_at_ms: number;
  session_timeout_s: number;
  stamp: number;
}

const IDS = 32;
const KINDS: readonly PasswordKind[] = ['clear', 'nt', 'bcrypt', 'argon2', 'ssha'];
const WAYS: readonly UserRow['kind'][] = ['password', 'mac', 'line'];
const SLOW: readonly PasswordKind[] = ['bcrypt', 'argon2'];
/** Buffers of each length, to hand a password to the check in its exact length without making one. */
const SCRATCH = Array.from({ length: MAX_STORED + 1 }, (_, n) => Buffer.alloc(n));

const grown = <A extends Uint8Array | Int32Array | Uint32Array | Float64Array>(array: A, size: number): A => {
  const larger = new (array.constructor as new (n: number) => A)(size);
  larger.set(array as never);
  return larger;
};

/**
 * Every user in memory, by name and by subscription: about 130 octets each, IPv6 prefixes another 41, in typed arrays, so that a million fit in less than 200 MB
 * and the collector has nothing to look at. Names are compared as octets. What it knows is what it was given: `directory.ts` keeps it true.
 */
export class Users {
  #names: SlotTable;
  #subscriptions: SlotTable;
  #seed = randomInt(2 ** 31);
  #arena = new Arena();
  #grants: Grants;
  #prefixes = new Prefixes();
  #freeSlots: number[] = [];
  #next = 0;
  #ids: Buffer;
  #place: Uint32Array;
  #kind: Uint8Array;
  #way: Uint8Array;
  #hashes = 0;
  #slowHashes = 0;
  #vouchers = 0;
  #grant: Uint32Array;
  #stamp: Int32Array;
  #framedIp: Uint32Array;
  #has: Uint8Array;
  #usedAt: Uint32Array;
  #prefix: Uint32Array;
  #timeout: Uint32Array;
  #endsAt: Float64Array;
  #bindings: Bindings;
  #learnings: Learnings;
  #simultaneous: Uint32Array;
  /** How far the access of each holds, by slot. */
  readonly allowances: Allowances;

  /** `pools` may be filled, and change, later; `learnings` is what was learned and is not known to be stored; a directory read anew goes on with it. */
  constructor(expected: number, pools: Pools = new Pools(), learnings = new Learnings()) {
    this.#grants = new Grants(pools);
    const size = Math.max(256, Math.ceil(expected * 1.1));
    this.#names = new SlotTable(size);
    this.#subscriptions = new SlotTable(size);
    this.#ids = Buffer.alloc(size * IDS);
    this.#place = new Uint32Array(size);
    this.#kind = new Uint8Array(size);
    this.#way = new Uint8Array(size);
    this.#grant = new Uint32Array(size);
    this.#stamp = new Int32Array(size);
    this.#framedIp = new Uint32Array(size);
    this.#has = new Uint8Array(size);
    this.#usedAt = new Uint32Array(size);
    this.#prefix = new Uint32Array(size);
    this.#timeout = new Uint32Array(size);
    this.#endsAt = new Float64Array(size);
    this.#bindings = new Bindings(size);
    this.#learnings = learnings;
    this.#simultaneous = new Uint32Array(size);
    this.allowances = new Allowances(size);
  }

  /** How many users it holds. */
  get count(): number {
    return this.#next - this.#freeSlots.length;
  }

  /** Whether a password is kept otherwise than in clear. */
  get hasHashes(): boolean {
    return this.#hashes > 0;
  }

  /** Whether a hash is kept that is slow on purpose. */
  get hasSlowHashes(): boolean {
    return this.#slowHashes > 0;
  }

  /** The slot of the user who is found by these octets on a way, or -1: a name, the twelve digits of a MAC, a `lineKey`. */
  find(bytes: Uint8Array, from: number, size: number, kind: UserRow['kind'] = 'password'): number {
    const way = WAYS.indexOf(kind);
    const hash = this.#hash(bytes, from, size, way);
    const names = this.#names;
    for (let at = names.first(hash), slot = 0; ; at = names.after(at)) {
      slot = names.slotAt(at);
      if (slot < 0) return -1;
      if (names.hashOf(slot) === hash && this.#way[slot] === way && this.#isNamed(slot, bytes, from, size)) return slot;
    }
  }

  /** Whether some users are vouchers. */
  get hasVouchers(): boolean {
    return this.#vouchers > 0;
  }

  /** The slot of the user of this name, or of the voucher whose code was typed so, or -1. */
  findName(bytes: Uint8Array, from: number, size: number): number {
    const slot = this.find(bytes, from, size);
    if (slot >= 0 || this.#vouchers === 0) return slot;
    const folded = foldInto(bytes, from, size, typed);
    const voucher = folded <= 0 ? -1 : this.find(typed, 0, folded);
    return voucher >= 0 && this.#voucherOf(voucher) !== undefined ? voucher : -1;
  }

  #voucherOf(slot: number): 'code' | 'pin' | undefined {
    const bits = this.#has[slot] as number;
    if ((bits & VOUCHER_BITS.code) !== 0) return 'code';
    return (bits & VOUCHER_BITS.pin) === 0 ? undefined : 'pin';
  }

  /** Reads a user into `entry`; the password is good until the next reading. */
  read(slot: number, entry: UserEntry): void {
    const place = this.#place[slot] as number;
    const chunk = this.#arena.chunkOf(place);
    const at = this.#arena.offsetOf(place);
    const passwordAt = at + 1 + (chunk[at] as number);
    const size = chunk[passwordAt] as number;
    const password = SCRATCH[size] as Buffer;
    for (let i = 0; i < size; i++) password[i] = chunk[passwordAt + 1 + i] as number;
    entry.password = password;
    entry.password_kind = KINDS[this.#kind[slot] as number] as PasswordKind;
    entry.stamp = this.#stamp[slot] as number;
    entry.grant = this.#grants.get(this.#grant[slot] as number);
    entry.granted = entry.grant?.decision;
    entry.without = undefined;
    entry.framed_ip = this.#framedIp[slot] as number;
    entry.prefixes = this.#prefixes.read(this.#prefix[slot] as number);
    entry.ask_at_ms = askAt(entry.grant, this.#has[slot] as number, this.#usedAt[slot] as number);
    entry.session_timeout_s = this.#timeout[slot] as number;
    entry.ends_at_ms = this.#endsAt[slot] as number;
    this.#bindings.read(slot, entry);
    const isVoucher = (this.#has[slot] as number) >= VOUCHER_BITS.code;
    entry.begins = isVoucher && (this.#has[slot] as number) >= VOUCHER_BITS.begins;
    entry.voucher = isVoucher ? this.#voucherOf(slot) : undefined;
    entry.held_back = false;
    entry.simultaneous = this.#simultaneous[slot] as number;
    this.allowances.read(slot, entry);
  }

  /** What is kept of the password of a name, to be held on to; `undefined` when nobody has it. */
  passwordOf(name: Uint8Array): StoredPassword | undefined {
    const slot = this.findName(name, 0, name.length);
    if (slot < 0) return undefined;
    const entry = emptyEntry();
    this.read(slot, entry);
    return { password: Buffer.from(entry.password), password_kind: entry.password_kind };
  }

  /** The octets of account and subscription of every user; those of a slot begin at `slot * 32`. */
  get ids(): Buffer {
    return this.#ids;
  }

  /** Whose a slot is. */
  ownerOf(slot: number): Owner {
    return { account_id: uuidAt(this.#ids, slot * IDS), subscription_id: uuidAt(this.#ids, slot * IDS + 16) };
  }

  /** The slots of a subscription's users; `subscription` is its 16 octets. */
  slotsOf(subscription: Buffer): number[] {
    const hash = subscription.readInt32LE(12);
    const found: number[] = [];
    for (let at = this.#subscriptions.first(hash); ; at = this.#subscriptions.after(at)) {
      const slot = this.#subscriptions.slotAt(at);
      if (slot < 0) return found;
      if (this.#ids.compare(subscription, 0, 16, slot * IDS + 16, slot * IDS + 32) === 0) found.push(slot);
    }
  }

  /** What names the log-in of a slot beyond doubt, whatever it is bound to. */
  #keyOf(slot: number): string {
    const { kind, name } = this.nameOf(slot);
    return `${kind} ${this.#ids.toString('hex', slot * IDS, (slot + 1) * IDS)} ${name.toString('latin1')}`;
  }

  /** Binds a user to what was learned at a log-in, at once; gives the key to call `settle` with once it was tried to store it and all was read anew. */
  learn(slot: number, learned: Learned): string {
    const key = this.#keyOf(slot);
    this.#learnings.add(key, learned);
    this.#pin(slot, learned);
    return key;
  }

  #pin(slot: number, learned: Learned): void {
    this.#bindings.pin(slot, learned);
    if (learned.begun_ms !== undefined) this.#begin(slot, learned.begun_ms);
  }

  /** Has the time of a voucher run from a moment on: it ends so much later, and no more by the day it was to be used by. */
  #begin(slot: number, begun_ms: number): void {
    const valid_s = this.#timeout[slot] as number;
    this.#endsAt[slot] = valid_s === 0 ? Number.POSITIVE_INFINITY : begun_ms + valid_s * 1000;
    this.#timeout[slot] = 0;
    this.#has[slot] = (this.#has[slot] as number) & ~VOUCHER_BITS.begins;
  }

  /** Lets go of what was learned of a subscription's log-in: what its row does not say by now was forgotten, and is to be learned anew. */
  settle(key: string, subscription: Buffer): void {
    const open = this.#learnings.take(key);
    if (open === undefined) return;
    for (const slot of this.slotsOf(subscription)) if (this.#keyOf(slot) === key) this.#bindings.unpin(slot, open);
  }

  /** What a slot is found by: the way, and a copy of its octets there. */
  nameOf(slot: number): { readonly kind: UserRow['kind']; readonly name: Buffer } {
    const chunk = this.#arena.chunkOf(this.#place[slot] as number);
    const at = this.#arena.offsetOf(this.#place[slot] as number);
    const name = Buffer.from(chunk.subarray(at + 1, at + 1 + (chunk[at] as number)));
    return { kind: WAYS[this.#way[slot] as number] ?? 'password', name };
  }

  #bind(slot: number, user: User): void {
    this.#bindings.set(slot, user);
    this.#bindings.read(slot, bound);
    bound.begins = user.voucher?.begins ?? false;
    const learned = this.#learnings.count === 0 ? undefined : this.#learnings.of(this.#keyOf(slot), bound);
    if (learned !== undefined) this.#pin(slot, learned);
  }

  /** Adds a user; one of the same name on the same way gives way. */
  add(user: User): void {
    const name = nameOf(user);
    const taken = this.find(name, 0, name.length, user.kind);
    if (taken >= 0) this.#drop(taken);
    const slot = this.#freeSlots.pop() ?? this.#next++;
    if (slot >= this.#place.length) this.#grow();
    user.ids.copy(this.#ids, slot * IDS);
    this.#place[slot] = this.#arena.add(name, octetsOf(user));
    this.#kind[slot] = KINDS.indexOf(user.password_kind);
    this.#way[slot] = WAYS.indexOf(user.kind);
    this.#has[slot] = bitsOf(user);
    this.#count(slot, 1);
    this.#stamp[slot] = user.stamp;
    const { mode, reason, rate_down_kbps, rate_up_kbps } = user;
    const said = { reason: reason ?? '', rate_down_kbps, rate_up_kbps, pools: poolsOf(user) };
    this.#grant[slot] = mode === null ? 0 : this.#grants.take({ mode, ...said });
    this.#framedIp[slot] = ipv4Number(user.framed_ip);
    this.#usedAt[slot] = user.used_at === null ? 0 : epochMs(user.used_at) / 1000;
    this.#prefix[slot] = this.#prefixes.add(prefixAttributes(user.framed_ipv6_prefix, user.delegated_ipv6_prefix));
    this.#timeout[slot] = user.session_timeout_s ?? 0;
    this.#endsAt[slot] = user.ends_at === null ? Number.POSITIVE_INFINITY : epochMs(user.ends_at);
    this.#bind(slot, user);
    this.#simultaneous[slot] = user.simultaneous ?? 1;
    this.allowances.set(slot, user);
    this.#names.add(slot, this.#hash(name, 0, name.length, this.#way[slot] as number));
    this.#subscriptions.add(slot, this.#ids.readInt32LE(slot * IDS + 28));
  }

  /** Drops the users of a subscription. */
  drop(subscription: Buffer): void {
    for (const slot of this.slotsOf(subscription)) this.#drop(slot);
    if (this.#arena.worn) this.#compact();
  }

  #drop(slot: number): void {
    this.#names.remove(slot);
    this.#subscriptions.remove(slot);
    this.#grants.release(this.#grant[slot] as number);
    this.#prefixes.free(this.#prefix[slot] as number);
    this.#count(slot, -1);
    this.allowances.drop(slot);
    this.#bindings.drop(slot);
    this.#arena.free(this.#place[slot] as number);
    this.#place[slot] = 0;
    this.#ids.fill(0, slot * IDS, (slot + 1) * IDS);
    this.#freeSlots.push(slot);
  }

  #count(slot: number, by: number): void {
    if (this.#voucherOf(slot) !== undefined) this.#vouchers += by;
    const kind = KINDS[this.#kind[slot] as number] as PasswordKind;
    if (kind !== 'clear') this.#hashes += by;
    if (SLOW.includes(kind)) this.#slowHashes += by;
  }

  #hash(bytes: Uint8Array, from: number, size: number, way: number): number {
    let hash = this.#seed + way;
    for (let i = from; i < from + size; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    return hash ^ (hash >>> 13);
  }

  #isNamed(slot: number, bytes: Uint8Array, from: number, size: number): boolean {
    const place = this.#place[slot] as number;
    const chunk = this.#arena.chunkOf(place);
    const at = this.#arena.offsetOf(place);
    if (chunk[at] !== size) return false;
    for (let i = 0; i < size; i++) if (chunk[at + 1 + i] !== bytes[from + i]) return false;
    return true;
  }

  #compact(): void {
    const old = this.#arena;
    this.#arena = new Arena();
    const free = new Set(this.#freeSlots);
    for (let slot = 0; slot < this.#next; slot++) {
      if (free.has(slot)) continue;
      const place = this.#place[slot] as number;
      const chunk = old.chunkOf(place);
      const at = old.offsetOf(place);
      const passwordAt = at + 1 + (chunk[at] as number);
      const passwordEnd = passwordAt + 1 + (chunk[passwordAt] as number);
      this.#place[slot] = this.#arena.add(
        chunk.subarray(at + 1, passwordAt),
        chunk.subarray(passwordAt + 1, passwordEnd),
      );
    }
  }

  #grow(): void {
    const size = Math.ceil(this.#place.length * 1.5);
    this.#ids = Buffer.concat([this.#ids], size * IDS);
    this.#place = grown(this.#place, size);
    this.#kind = grown(this.#kind, size);
    this.#way = grown(this.#way, size);
    this.#grant = grown(this.#grant, size);
    this.#stamp = grown(this.#stamp, size);
    this.#framedIp = grown(this.#framedIp, size);
    this.#has = grown(this.#has, size);
    this.#usedAt = grown(this.#usedAt, size);
    this.#prefix = grown(this.#prefix, size);
    this.#timeout = grown(this.#timeout, size);
    this.#endsAt = grown(this.#endsAt, size);
    this.#bindings.grow(size);
    this.#simultaneous = grown(this.#simultaneous, size);
    this.allowances.grow(size);
  }
}

const bound = { ...UNBOUND };
const typed = Buffer.alloc(MAX_CODE);

/** An entry to read users into. */
export const emptyEntry = (): UserEntry => ({
  password: SCRATCH[0] as Buffer,
  password_kind: 'clear',
  ...UNBOUND,
  voucher: undefined,
  held_back: false,
  simultaneous: 1,
  others: 0,
  granted: undefined,
  ends_at_ms: Number.POSITIVE_INFINITY,
  ends_after_octets: Number.POSITIVE_INFINITY,
  ends_after_s: Number.POSITIVE_INFINITY,
  session_octets: Number.POSITIVE_INFINITY,
  grant: undefined,
  stamp: 0,
  framed_ip: 0,
  prefixes: SCRATCH[0] as Buffer,
  ask_at_ms: Number.POSITIVE_INFINITY,
  without: undefined,
  is_first: true,
  session_timeout_s: 0,
});
