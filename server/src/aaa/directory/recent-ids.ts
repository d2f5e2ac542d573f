import { SlotTable } from './slot-table.ts';

const OCTETS = 16;

/** The last so many ids it was given, 16 octets each: in typed arrays, as ids come by the ten thousand a second. */
export class RecentIds {
  #ids: Buffer;
  #slots: SlotTable;
  #used: Uint8Array;
  #next = 0;

  constructor(size: number) {
    this.#ids = Buffer.alloc(size * OCTETS);
    this.#slots = new SlotTable(size);
    this.#used = new Uint8Array(size);
  }

  has(id: Buffer): boolean {
    const hash = id.readInt32LE(12);
    const table = this.#slots;
    for (let i = table.first(hash), slot = table.slotAt(i); slot >= 0; i = table.after(i), slot = table.slotAt(i))
      if (table.hashOf(slot) === hash && this.#isAt(slot, id)) return true;
    return false;
  }

  /** Takes an id; the oldest gives way. */
  add(id: Buffer): void {
    if (this.has(id)) return;
    const slot = this.#next;
    this.#next = (slot + 1) % this.#used.length;
    if (this.#used[slot] === 1) this.#slots.remove(slot);
    this.#used[slot] = 1;
    id.copy(this.#ids, slot * OCTETS, 0, OCTETS);
    this.#slots.add(slot, id.readInt32LE(12));
  }

  #isAt(slot: number, id: Buffer): boolean {
    for (let i = 0, at = slot * OCTETS; i < OCTETS; i++) if (this.#ids[at + i] !== id[i]) return false;
    return true;
  }
}
