const EMPTY = 0;
/** 2³² divided by the golden ratio, odd: hashes that differ in any bits, as ids that were counted do, come to lie far apart. */
const GOLDEN = 0x9e3779b1;

/**
 * A hash table from hashes to slots (small integers), in two typed arrays: 12 octets a slot and no objects. Several slots may share a
 * hash; who asks compares what the slots hold.
 *
 *     for (let at = table.first(hash); (slot = table.slotAt(at)) >= 0; at = table.after(at))
 *       if (table.hashOf(slot) === hash && isTheOne(slot)) return slot;
 */
export class SlotTable {
  #table: Int32Array;
  #mask: number;
  /** 32 less the bits of a place. */
  #shift: number;
  #used = 0;
  #hashes: Int32Array;

  constructor(expected: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(1024, expected * 2)));
    this.#table = new Int32Array(size);
    this.#mask = size - 1;
    this.#shift = Math.clz32(this.#mask);
    this.#hashes = new Int32Array(Math.max(512, expected));
  }

  /** The hash a slot was added with. */
  hashOf(slot: number): number {
    return this.#hashes[slot] as number;
  }

  /** Where to begin to look for a hash. */
  first(hash: number): number {
    return Math.imul(hash, GOLDEN) >>> this.#shift;
  }

  /** The slot at a place, or -1: then there are no more. */
  slotAt(at: number): number {
    return (this.#table[at] as number) - 1;
  }

  /** The next place to look at. */
  after(at: number): number {
    return (at + 1) & this.#mask;
  }

  /** Adds a slot under a hash. */
  add(slot: number, hash: number): void {
    if (slot >= this.#hashes.length) this.#growHashes(slot);
    this.#hashes[slot] = hash;
    if ((this.#used + 1) * 2 > this.#table.length) this.#grow();
    this.#place(slot, hash);
    this.#used++;
  }

  /** Takes a slot out; those that were pushed along move back, so looking stays short. */
  remove(slot: number): void {
    let at = this.first(this.hashOf(slot));
    while (this.slotAt(at) !== slot) {
      if (this.slotAt(at) < 0) return;
      at = this.after(at);
    }
    this.#used--;
    for (let next = this.after(at); ; next = this.after(next)) {
      const moved = this.slotAt(next);
      if (moved < 0) break;
      const home = this.first(this.hashOf(moved));
      if (((next - home) & this.#mask) < ((next - at) & this.#mask)) continue;
      this.#table[at] = moved + 1;
      at = next;
    }
    this.#table[at] = EMPTY;
  }

  #place(slot: number, hash: number): void {
    let at = this.first(hash);
    while (this.slotAt(at) >= 0) at = this.after(at);
    this.#table[at] = slot + 1;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(old.length * 2);
    this.#mask = this.#table.length - 1;
    this.#shift = Math.clz32(this.#mask);
    for (const entry of old) if (entry !== EMPTY) this.#place(entry - 1, this.hashOf(entry - 1));
  }

  #growHashes(slot: number): void {
    const larger = new Int32Array(Math.max(slot + 1, Math.ceil(this.#hashes.length * 1.5)));
    larger.set(this.#hashes);
    this.#hashes = larger;
  }
}
