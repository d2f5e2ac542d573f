import { type Bound, LEARN, type Learned } from '../core/binding.ts';

/** What of it a row leaves open still. */
const left = ({ station, vlan, port, port_nas, begun_ms }: Learned, row: Bound): Learned => ({
  ...(station !== undefined && row.station === LEARN ? { station } : {}),
  ...(vlan !== undefined && row.vlan === LEARN ? { vlan } : {}),
  ...(port !== undefined && port_nas !== undefined && row.port?.length === 0 ? { port, port_nas } : {}),
  ...(begun_ms !== undefined && row.begins ? { begun_ms } : {}),
});

/**
 * What was learned at log-ins and is not known to be stored yet: a row that is read anew meanwhile does not say it, and is bound by it all the same, so
 * that a second station is refused an instant after the first.
 */
export class Learnings {
  #pending = new Map<string, Learned>();

  /** How many are not known to be stored. */
  get count(): number {
    return this.#pending.size;
  }

  /** Notes what was learned of the log-in of this key. */
  add(key: string, learned: Learned): void {
    this.#pending.set(key, { ...this.#pending.get(key), ...learned });
  }

  /** What to bind a log-in by whose row, just read, says this; what the row says itself is forgotten. `undefined` when nothing is left. */
  of(key: string, row: Bound): Learned | undefined {
    const pending = this.#pending.get(key);
    if (pending === undefined) return undefined;
    const open = left(pending, row);
    if (Object.keys(open).length > 0) this.#pending.set(key, open);
    else this.#pending.delete(key);
    return this.#pending.get(key);
  }

  /** Takes what is left of it; `undefined` when its row says it all. */
  take(key: string): Learned | undefined {
    const pending = this.#pending.get(key);
    this.#pending.delete(key);
    return pending;
  }
}
