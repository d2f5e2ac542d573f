import { SlotTable } from '../directory/slot-table.ts';

/**
 * First come, first taken, and found by a number of 31 bits; at most `most` of them. In an array that stays where it is and forgets what was taken: a `Map` that fills and empties moves from one table to the next, and
 * a table it left long ago keeps all it held and the table after it from V8's small collections (docs/decisions/0023-short-lives.md).
 */
export class PendingQueue<T> {
  #items: (T | undefined)[];
  #places: SlotTable;
  #head = 0;
  #size = 0;

  constructor(most: number) {
    this.#items = new Array<T | undefined>(most).fill(undefined);
    this.#places = new SlotTable(most);
  }

  get size(): number {
    return this.#size;
  }

  /** What waits under a number, which is one. */
  find(key: number): T | undefined {
    const places = this.#places;
    for (
      let at = places.first(key), place = places.slotAt(at);
      place >= 0;
      at = places.after(at), place = places.slotAt(at)
    )
      if (places.hashOf(place) === key) return this.#items[place];
    return undefined;
  }

  /** Adds one under a number under which none waits. */
  push(key: number, item: T): void {
    if (this.#size === this.#items.length) throw new RangeError(`no more than ${this.#size} can wait`);
    const place = (this.#head + this.#size++) % this.#items.length;
    this.#items[place] = item;
    this.#places.add(place, key);
  }

  /** The one that came first, which waits no longer. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const place = this.#head;
    const item = this.#items[place];
    this.#items[place] = undefined;
    this.#places.remove(place);
    this.#head = (place + 1) % this.#items.length;
    this.#size--;
    return item;
  }
}
