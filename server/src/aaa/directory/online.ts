import { type Id, writeId } from '@isp/values';
import type { OpenSession } from '../core/record.ts';
import { stationKey } from '../core/station.ts';
import { RecentIds } from './recent-ids.ts';
import { SlotTable } from './slot-table.ts';

const OCTETS = 16;
/** What an Accept stands for until its Start comes: for that long it counts as a session. */
const EXPECTED_MS = 30_000;
/** Accepts that may wait for their Start; when there are more, the oldest count no longer. */
const EXPECTED = 4096;
const TURNS = EXPECTED * 1_000_000;
/** Closed sessions remembered, so that no late record opens one again. */
const CLOSED = 20_000;

/** What the text of an id is read into: good until the next of its kind. */
const session = Buffer.alloc(OCTETS);
const subscription = Buffer.alloc(OCTETS);
const sessionOf = (id: Id): Buffer => {
  writeId(id, session, 0);
  return session;
};
const subscriptionOf = (id: Id): Buffer => {
  writeId(id, subscription, 0);
  return subscription;
};

const STATION = 253;
const text = Buffer.alloc(STATION);
const keyOf = (station: string | null): number => (station === null ? -1 : stationKey(text, 0, text.write(station)));

const isHolding = (told: OpenSession): boolean =>
  told.told_framed_ip !== null || told.framed_ipv6_prefix !== null || told.delegated_ipv6_prefix !== null;

const grown = <A extends Float64Array | Uint32Array | Uint8Array>(array: A, size: number): A => {
  const larger = new (array.constructor as new (n: number) => A)(size);
  larger.set(array as never);
  return larger;
};

/**
 * Who is online, in memory: what the limit on sessions at once is counted from. About 90 octets a session, in typed arrays. A session counts
 * while it is fresh: heard of within `freshMs`; silent ones hold nobody out. It knows what this process accepted and committed, and is
 * put right by `set` from the rows whenever somebody else closed one.
 */
export class Online {
  readonly #freshMs: number;
  #subscriptions = new SlotTable(1024);
  #sessions = new SlotTable(1024);
  /** Subscription and session (zeros for an Accept that waits for its Start), 16 octets each. */
  #ids = Buffer.alloc(1024 * 2 * OCTETS);
  #station = new Float64Array(1024);
  #started = new Float64Array(1024);
  #heard = new Float64Array(1024);
  /** The turn of an expected session, 0 for one that began. */
  #expected = new Uint32Array(1024);
  /** 1 for one that has the subscription's addresses, as far as is known. */
  #holds = new Uint8Array(1024);
  /** When it was written last, by our own count of writings. */
  #written = new Float64Array(1024);
  /** Octets of both directions as told last; counted for those with an allowance. */
  #octets = new Float64Array(1024);
  #moment = 0;
  #pruned = 0;
  #free: number[] = [];
  #next = 0;
  #turn = 0;
  #ring = new Int32Array(EXPECTED).fill(-1);
  #closed = new RecentIds(CLOSED);

  constructor(freshMs: number) {
    this.#freshMs = freshMs;
  }

  /** Sessions and expected sessions it holds. */
  get count(): number {
    return this.#next - this.#free.length;
  }

  /** Now, by the count of what was heard: for `set`. */
  get moment(): number {
    return this.#moment;
  }

  /** Fresh sessions of a subscription (16 octets at `at`) that are not this station's own; a station of -1 is not known, and nobody's own. Makes no garbage. */
  others(ids: Buffer, at: number, station: number, now: number): number {
    const hash = ids.readInt32LE(at + 12);
    const table = this.#subscriptions;
    let count = 0;
    for (let i = table.first(hash), slot = table.slotAt(i); slot >= 0; i = table.after(i), slot = table.slotAt(i))
      if (this.#isOf(slot, hash, ids, at) && this.#isFresh(slot, now) && !this.#isAt(slot, station)) count++;
    return count;
  }

  /** Whether one of the sessions that `others` counts has the subscription's addresses. Makes no garbage. */
  isHeldByOther(ids: Buffer, at: number, station: number, now: number): boolean {
    const hash = ids.readInt32LE(at + 12);
    const table = this.#subscriptions;
    for (let i = table.first(hash), slot = table.slotAt(i); slot >= 0; i = table.after(i), slot = table.slotAt(i))
      if (
        this.#holds[slot] === 1 &&
        this.#isOf(slot, hash, ids, at) &&
        this.#isFresh(slot, now) &&
        !this.#isAt(slot, station)
      )
        return true;
    return false;
  }

  /** Counts an accepted log-in until its Start comes. One whose station is not known cannot be told from its own repetition, so it does not count. */
  expect(ids: Buffer, at: number, station: number, now: number, holds: boolean): void {
    if (station < 0) return;
    const known = this.#expectedAt(ids, at, station);
    if (known >= 0) {
      this.#heard[known] = now;
      this.#holds[known] = holds ? 1 : 0;
      return;
    }
    this.#turn = (this.#turn % TURNS) + 1;
    const place = this.#turn % EXPECTED;
    const oldest = this.#ring[place] as number;
    if (oldest >= 0 && this.#isExpectedAt(oldest, place)) this.#drop(oldest);
    const slot = this.#take();
    ids.copy(this.#ids, slot * 2 * OCTETS, at, at + OCTETS);
    this.#ids.fill(0, slot * 2 * OCTETS + OCTETS, (slot + 1) * 2 * OCTETS);
    this.#station[slot] = station;
    this.#heard[slot] = now;
    this.#holds[slot] = holds ? 1 : 0;
    this.#expected[slot] = this.#turn;
    this.#ring[place] = slot;
    this.#subscriptions.add(slot, ids.readInt32LE(at + 12));
  }

  /** Takes what a record told of an open session; the first one ends the wait for it. */
  heard(told: OpenSession): void {
    const id = sessionOf(told.id);
    if (this.#closed.has(id)) return;
    const station = keyOf(told.calling_station_id);
    const slot = this.#slotOf(id) ?? this.#begin(subscriptionOf(told.subscription_id), id, station);
    this.#station[slot] = station;
    this.#started[slot] = told.started_ms;
    this.#heard[slot] = Math.max(this.#heard[slot] as number, told.heard_ms);
    this.#holds[slot] = isHolding(told) ? 1 : 0;
    this.#written[slot] = ++this.#moment;
    if (told.octets !== undefined) this.#octets[slot] = Math.max(this.#octets[slot] as number, told.octets);
  }

  /** How many octets a record's total adds to what was known of its session, which then has them. Of a session nobody knows, all. */
  grew(id: Id, total: number): number {
    const slot = this.#slotOf(sessionOf(id));
    if (slot === undefined) return total;
    const before = this.#octets[slot] as number;
    this.#octets[slot] = Math.max(before, total);
    return Math.max(0, total - before);
  }

  /** Forgets a session that was closed. */
  closed(id: Id): void {
    const octets = sessionOf(id);
    this.#closed.add(octets);
    const slot = this.#slotOf(octets);
    if (slot !== undefined) this.#drop(slot);
  }

  /** Puts right what is known of a subscription: these were its open sessions at `moment`. What was heard since then stays. */
  set(subscription_id: Id, open: readonly OpenSession[], moment: number): void {
    for (const slot of this.#begun(subscriptionOf(subscription_id)))
      if ((this.#written[slot] as number) <= moment) this.#drop(slot);
    for (const one of open) this.heard(one);
  }

  /** Looks at `some` more of what it holds and forgets what has been silent for so long that it is closed everywhere. */
  prune(now: number, some: number): void {
    for (let i = 0; i < Math.min(some, this.#next); i++) {
      this.#pruned = (this.#pruned + 1) % this.#next;
      if (now - (this.#heard[this.#pruned] as number) > 2 * this.#freshMs) this.#drop(this.#pruned);
    }
  }

  /** The open sessions that one just begun takes the place of: of its subscription and station, and begun before it. */
  replacedBy(begun: OpenSession): Id[] {
    const station = keyOf(begun.calling_station_id);
    return this.#begun(subscriptionOf(begun.subscription_id))
      .filter((slot) => this.#isAt(slot, station) && (this.#started[slot] as number) < begun.started_ms)
      .map((slot) => this.#idAt(slot))
      .filter((id) => id !== begun.id);
  }

  #begun(ids: Buffer): number[] {
    const hash = ids.readInt32LE(12);
    const table = this.#subscriptions;
    const found: number[] = [];
    for (let i = table.first(hash), slot = table.slotAt(i); slot >= 0; i = table.after(i), slot = table.slotAt(i))
      if (this.#expected[slot] === 0 && this.#isOf(slot, hash, ids, 0)) found.push(slot);
    return found;
  }

  #begin(owner: Buffer, id: Buffer, station: number): number {
    const expected = this.#expectedAt(owner, 0, station);
    if (expected >= 0) this.#drop(expected);
    const slot = this.#take();
    owner.copy(this.#ids, slot * 2 * OCTETS);
    id.copy(this.#ids, slot * 2 * OCTETS + OCTETS);
    this.#heard[slot] = 0;
    this.#octets[slot] = 0;
    this.#subscriptions.add(slot, owner.readInt32LE(12));
    this.#sessions.add(slot, id.readInt32LE(12));
    return slot;
  }

  #isExpectedAt(slot: number, place: number): boolean {
    const turn = this.#expected[slot] as number;
    return turn !== 0 && turn % EXPECTED === place;
  }

  #isOf(slot: number, hash: number, ids: Buffer, at: number): boolean {
    if (this.#subscriptions.hashOf(slot) !== hash) return false;
    const own = slot * 2 * OCTETS;
    for (let i = 0; i < OCTETS; i++) if (this.#ids[own + i] !== ids[at + i]) return false;
    return true;
  }

  #isAt(slot: number, station: number): boolean {
    return station >= 0 && this.#station[slot] === station;
  }

  /** What was heard of in the future counts from now on: the clock was set back. */
  #isFresh(slot: number, now: number): boolean {
    if ((this.#heard[slot] as number) > now) this.#heard[slot] = now;
    return now - (this.#heard[slot] as number) < (this.#expected[slot] === 0 ? this.#freshMs : EXPECTED_MS);
  }

  #expectedAt(ids: Buffer, at: number, station: number): number {
    const hash = ids.readInt32LE(at + 12);
    const table = this.#subscriptions;
    for (let i = table.first(hash), slot = table.slotAt(i); slot >= 0; i = table.after(i), slot = table.slotAt(i))
      if (this.#expected[slot] !== 0 && this.#isAt(slot, station) && this.#isOf(slot, hash, ids, at)) return slot;
    return -1;
  }

  #slotOf(id: Buffer): number | undefined {
    const hash = id.readInt32LE(12);
    const table = this.#sessions;
    for (let i = table.first(hash), slot = table.slotAt(i); slot >= 0; i = table.after(i), slot = table.slotAt(i)) {
      const own = slot * 2 * OCTETS + OCTETS;
      if (table.hashOf(slot) === hash && this.#ids.compare(id, 0, OCTETS, own, own + OCTETS) === 0) return slot;
    }
    return undefined;
  }

  #idAt(slot: number): Id {
    const own = slot * 2 * OCTETS + OCTETS;
    const hex = this.#ids.toString('hex', own, own + OCTETS);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  #drop(slot: number): void {
    this.#subscriptions.remove(slot);
    if (this.#expected[slot] === 0) this.#sessions.remove(slot);
    this.#expected[slot] = 0;
    this.#heard[slot] = Number.POSITIVE_INFINITY;
    this.#free.push(slot);
  }

  #take(): number {
    const slot = this.#free.pop() ?? this.#next++;
    if (slot < this.#station.length) return slot;
    const size = Math.ceil(this.#station.length * 1.5);
    this.#ids = Buffer.concat([this.#ids], size * 2 * OCTETS);
    this.#station = grown(this.#station, size);
    this.#started = grown(this.#started, size);
    this.#heard = grown(this.#heard, size);
    this.#expected = grown(this.#expected, size);
    this.#holds = grown(this.#holds, size);
    this.#written = grown(this.#written, size);
    this.#octets = grown(this.#octets, size);
    return slot;
  }
}
