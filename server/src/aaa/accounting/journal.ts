import { setTimeout as sleep } from 'node:timers/promises';
import type { Id } from '@isp/values';
import type pg from 'pg';
import type { Logger } from '../../kernel/observe.ts';
import { newId } from '../../kernel/secrets.ts';
import { type Heard, sizeKept, writeKept } from '../core/kept-packet.ts';
import type { SessionRecord } from '../core/record.ts';
import { forgetPackets, keepPackets, refuseKept } from '../store/record-journal.ts';

/** Told once for each record: it is committed, or it will never be. */
export type Done = (stored: boolean) => void;

interface Row {
  readonly id: Id;
  /** Records in it that are not written yet. */
  left: number;
  isRefused: boolean;
}

/** A record that is to be acknowledged, and to be written: whichever is first. */
export class Waiter {
  /** Until it was told. */
  done: Done | undefined;
  isWritten = false;
  /** Where its packet is kept, when it was acknowledged before it was written. */
  row: Row | undefined;
  /** Where its packet is in memory, when that may be kept. */
  octets: Buffer | undefined;
  /** It is among those that wait to be kept. */
  isWaiting = false;
  start = 0;
  end = 0;

  constructor(done: Done) {
    this.done = done;
  }
}

/** Records that wait to be acknowledged and are worth being kept. */
const WORTH = 16;
const AT_ONCE = 500;
/** So many may be acknowledged and not written; beyond, records are acknowledged when they are written, so that nobody sends faster than that for long. */
const MOST = 10_000;
/** Octets of a row: it fits into a page of PostgreSQL. */
const ROW = 7900;
const ARENA = 1 << 18;
const AGAIN_MS = 250;
/** So long after it was worth it, records are kept though they are few: in a steady stream each would else wait until there are enough. */
const CALM_MS = 100;
/** Between two commits, unless enough wait: each costs some 100 µs of CPU. */
const PAUSE_MS = 1;
/** Commits under way at once: while one waits for the disk, the other is put together. */
const LANES = 2;
/** Records that wait while a commit is under way, and are worth another. */
const MANY = 24;

/**
 * Acknowledges records that would have to wait long for their rows to be written: in a peak their packets are kept as they came, in a table that nobody reads, committed as all else is, for a
 * fraction of the work. The batcher goes on to write them, many at once; then they are forgotten here. What it could not, because the process ended, the next one writes (`replay.ts`).
 */
export class Journal {
  #pool: pg.Pool;
  #log: Logger;
  #arena = Buffer.alloc(0);
  #used = 0;
  /** When the last packet came. */
  #at_ms = 0;
  /** As they came; among them some that wait no longer, until `#sift`. Always the same array, for what `PendingQueue` is for. */
  #waiting: Waiter[] = [];
  /** Those of them that do wait. */
  #count = 0;
  /** Acknowledged and not written. */
  #kept = 0;
  /** Rows whose records are all written. */
  #written: Id[] = [];
  /** Commits under way, or about to be. */
  #busy = 0;
  #calmAt = 0;
  /** When what is being forgotten is gone. */
  #forgotten: Promise<unknown> = Promise.resolve();
  readonly counts = { kept: 0, rows: 0 };

  constructor(pool: pg.Pool, log: Logger) {
    this.#pool = pool;
    this.#log = log;
  }

  /** True while records are acknowledged before they are written. */
  get isAhead(): boolean {
    return this.#kept > 0 || performance.now() < this.#calmAt;
  }

  /** Keeps the packet of a record that waits, if it comes to that. */
  add(waiter: Waiter, heard: Heard, record: SessionRecord): void {
    this.#at_ms = heard.at_ms;
    const size = sizeKept(heard);
    if (this.#used + size > this.#arena.length) {
      this.#arena = Buffer.allocUnsafeSlow(ARENA);
      this.#used = 0;
    }
    writeKept(this.#arena, this.#used, heard, record);
    waiter.octets = this.#arena;
    waiter.start = this.#used;
    this.#used += size;
    waiter.end = this.#used;
    if (this.#waiting.length > 2 * (this.#count + AT_ONCE)) this.#sift();
    this.#wait(waiter);
    if (!this.#isTurn) return;
    this.#busy++;
    setImmediate(() => void this.#run());
  }

  /** Its row is written, or never will be. */
  settle(waiter: Waiter, stored: boolean): void {
    const { done, row } = waiter;
    waiter.isWritten = true;
    if (done !== undefined) {
      if (waiter.isWaiting) this.#count--;
      waiter.isWaiting = false;
      waiter.done = undefined;
      done(stored);
    }
    if (row === undefined) return;
    this.#kept--;
    if (!stored) row.isRefused = true;
    if (--row.left === 0) this.#finish(row);
  }

  /** Forgets what is written. */
  async stop(): Promise<void> {
    await this.#forgotten;
    if (this.#written.length > 0) await this.#forget();
  }

  #wait(waiter: Waiter): void {
    waiter.isWaiting = true;
    this.#waiting.push(waiter);
    this.#count++;
  }

  get #isTurn(): boolean {
    return this.#busy < LANES && this.#isWorth(this.#busy);
  }

  /** True when what waits is worth a commit, while so many others are under way. */
  #isWorth(others: number): boolean {
    const few = this.isAhead ? 1 : WORTH;
    return this.#count >= (others > 0 ? MANY : few) && this.#kept < MOST;
  }

  #finish(row: Row): void {
    if (!row.isRefused) {
      this.#written.push(row.id);
      if (this.#written.length === 1) setImmediate(() => void this.#tidy());
      return;
    }
    this.#log.error(
      { row: row.id },
      'an acknowledged accounting record cannot be stored: its packet stays in the journal',
    );
    refuseKept(this.#pool, row.id, 'a record cannot be stored').catch((err: unknown) =>
      this.#log.warn({ err, row: row.id }, 'it is tried again'),
    );
  }

  /** Forgets what is written, unless the next that is kept does that, too. */
  async #tidy(): Promise<void> {
    if (this.#busy === 0 && this.#written.length > 0) await this.#forget();
  }

  async #forget(): Promise<void> {
    const written = this.#written.splice(0);
    const gone = forgetPackets(this.#pool, written).catch((err: unknown) =>
      this.#log.warn({ err }, 'the journal of accounting is tidied later'),
    );
    this.#forgotten = Promise.all([this.#forgotten, gone]);
    await gone;
  }

  async #run(): Promise<void> {
    while (this.#isWorth(this.#busy - 1))
      try {
        await this.#keep();
        if (this.#busy === 1 && this.#count < WORTH) await sleep(PAUSE_MS);
      } catch (err) {
        this.#log.warn({ err }, 'accounting is not acknowledged before it is written');
        await sleep(AGAIN_MS);
      }
    this.#busy--;
    await this.#tidy();
  }

  async #keep(): Promise<void> {
    const portions = portionsOf(this.#waiting);
    this.#take(portions.flat());
    const rows = portions.map((waiters) => ({ id: newId(this.#at_ms), packets: joined(waiters) }));
    const written = this.#written.splice(0);
    await keepPackets(this.#pool, written, rows).catch((error: unknown) => {
      this.#written.push(...written);
      for (const waiter of portions.flat()) if (waiter.done !== undefined) this.#wait(waiter);
      throw error;
    });
    this.#calmAt = performance.now() + CALM_MS;
    this.counts.rows += rows.length;
    for (const [i, waiters] of portions.entries()) this.#acknowledge(waiters, (rows[i] as { readonly id: Id }).id);
  }

  #take(waiters: readonly Waiter[]): void {
    for (const waiter of waiters) waiter.isWaiting = false;
    this.#count -= waiters.length;
    this.#sift();
  }

  /** Lets go of those that wait no longer. */
  #sift(): void {
    let left = 0;
    for (const waiter of this.#waiting) if (waiter.isWaiting) this.#waiting[left++] = waiter;
    this.#waiting.length = left;
  }

  #acknowledge(waiters: readonly Waiter[], id: Id): void {
    const unwritten = waiters.filter((waiter) => !waiter.isWritten);
    const row = { id, left: unwritten.length, isRefused: false };
    this.#kept += row.left;
    for (const waiter of unwritten) waiter.row = row;
    for (const waiter of unwritten) {
      const { done } = waiter;
      waiter.done = undefined;
      this.counts.kept++;
      done?.(true);
    }
    if (row.left === 0) this.#finish(row);
  }
}

/** Of those that wait as many as are kept at once, a row's each. */
const portionsOf = (waiting: readonly Waiter[]): Waiter[][] => {
  const portions: Waiter[][] = [];
  let room = 0;
  let left = AT_ONCE;
  for (const waiter of waiting) {
    if (!waiter.isWaiting) continue;
    if (left-- === 0) break;
    const size = waiter.end - waiter.start;
    if (size > room) {
      portions.push([]);
      room = ROW;
    }
    portions.at(-1)?.push(waiter);
    room -= size;
  }
  return portions;
};

const joined = (waiters: readonly Waiter[]): Buffer => {
  const all = Buffer.allocUnsafe(waiters.reduce((size, { start, end }) => size + end - start, 0));
  let at = 0;
  for (const { octets, start, end } of waiters) at += octets?.copy(all, at, start, end) ?? 0;
  return all;
};
