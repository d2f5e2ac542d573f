import { uuidAt } from '../core/class.ts';

interface Limit {
  readonly most: number;
  readonly window_ms: number;
}

/** Wrong codes from one station at one NAS, wrong PINs of one voucher, and wrong codes from a whole NAS, whoever they say they are. */
const OF_STATION: Limit = { most: 10, window_ms: 10 * 60_000 };
const OF_VOUCHER: Limit = { most: 10, window_ms: 10 * 60_000 };
const OF_NAS: Limit = { most: 100, window_ms: 60_000 };
/** Beyond so many the oldest are forgotten. */
const ROOM = 20_000;

interface Counted {
  readonly until: number;
  count: number;
}

/**
 * Holds back who guesses at vouchers: for a while after too many wrong codes none is let on from there, be it right. Who logs in by another name than a
 * voucher's is not held back. It is this process's memory alone, and only asked about vouchers.
 */
export class Guesses {
  #counted = new Map<string, Counted>();

  /** Notes a wrong code or PIN; `at` is where the ids of the voucher begin, below 0 when no voucher has the code. */
  wrong(nas: string, station: number, ids: Buffer, at: number, now: number): void {
    this.#count(`nas ${nas}`, OF_NAS, now);
    if (station >= 0) this.#count(`station ${nas} ${station}`, OF_STATION, now);
    if (at >= 0) this.#count(`voucher ${uuidAt(ids, at + 16)}`, OF_VOUCHER, now);
  }

  /** Whether a voucher that asks from there is held back. */
  isHeldBack(nas: string, station: number, ids: Buffer, at: number, now: number): boolean {
    if (this.#counted.size === 0) return false;
    return (
      this.#isOver(`nas ${nas}`, OF_NAS, now) ||
      (station >= 0 && this.#isOver(`station ${nas} ${station}`, OF_STATION, now)) ||
      this.#isOver(`voucher ${uuidAt(ids, at + 16)}`, OF_VOUCHER, now)
    );
  }

  #isOver(key: string, { most }: Limit, now: number): boolean {
    const counted = this.#counted.get(key);
    return counted !== undefined && counted.until > now && counted.count >= most;
  }

  #count(key: string, { window_ms }: Limit, now: number): void {
    const counted = this.#counted.get(key);
    if (counted !== undefined && counted.until > now) {
      counted.count++;
      return;
    }
    this.#counted.delete(key);
    this.#counted.set(key, { until: now + window_ms, count: 1 });
    const [oldest] = this.#counted.size > ROOM ? this.#counted.keys() : [];
    if (oldest !== undefined) this.#counted.delete(oldest);
  }
}
