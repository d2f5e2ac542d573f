import { setTimeout as sleep } from 'node:timers/promises';
import type { Id } from '@isp/values';
import type pg from 'pg';
import type { Logger } from '../../kernel/observe.ts';
import { canCoalesce, coalesce } from '../core/coalesce.ts';
import type { Heard } from '../core/kept-packet.ts';
import type { Owner, RestartRecord, SessionRecord } from '../core/record.ts';
import { idNumber, nextSessionId } from '../core/session-id.ts';
import { closeRestarted, type SessionKey, writeCounters, writeRecords } from '../store/accounting.ts';
import { isMoved, recallSessions } from '../store/session-history.ts';
import { newOwners } from '../store/transfer.ts';
import { isBadData } from './bad-data.ts';
import { type Done, Journal, Waiter } from './journal.ts';
import { PendingQueue } from './pending-queue.ts';

interface Pending {
  record: SessionRecord;
  readonly waiters: Waiter[];
  /** To be written after this one: of the same session, and not in one row with it. */
  next: Pending | undefined;
}

interface PendingRestart {
  readonly record: RestartRecord;
  readonly done: Done;
  /** Records that were there before it and are not taken yet: what they open is to be closed by it. */
  before: number;
}

interface BatcherOptions {
  readonly pool: pg.Pool;
  readonly log: Logger;
  /** Connections that write at once. */
  readonly lanes: number;
  /** Called after each commit with what it wrote. */
  readonly committed: (records: readonly SessionRecord[], closed: readonly SessionKey[]) => void;
  /** Records that may wait; more are refused, so memory is bounded while the database is away. */
  readonly limit?: number;
}

const NO_OWNERS: ReadonlyMap<Id, Owner> = new Map();
const BATCH = 500;
/** Of records that are acknowledged so many are written at once, unless they are a batch: PostgreSQL then works on them for a millisecond at a time, and what comes meanwhile is not kept waiting for a core. */
const SLICE = 64;
const AGAIN_MS = 250;
/** So long more records are waited for, when those that wait are acknowledged: a statement of many costs less for each. */
const LAZY_MS = 25;
/** Records that wait while a connection writes, and are worth the next one: fewer wait for it, as a statement costs as much as twelve records. */
const WORTH = 32;
/** Interims beside other records that are worth a statement of their own: it costs as much as writing these with the others does more. */
const MANY = 16;
const recordOf = (item: Pending): SessionRecord => item.record;
/** Somebody waits for it to be committed; else its packet is kept. */
const isAwaited = ({ waiters }: Pending): boolean => waiters.some((waiter) => waiter.done !== undefined);
const isRepeated = ({ record }: Pending): boolean => record.kind === 'interim' && record.described !== null;
const byKey = (a: Pending, b: Pending): number => {
  if (a.record.account_id !== b.record.account_id) return a.record.account_id < b.record.account_id ? -1 : 1;
  return a.record.id < b.record.id ? -1 : 1;
};

/**
 * Writes accounting records by group commit without a timer: when no connection writes, one takes at once what has arrived; meanwhile the rest piles up, to at most 500 sessions a
 * statement, and the next connection begins when it is many. Records of one session are written as one. A record's waiters are told after the
 * commit and never before, or after that of the journal, when that is quicker; what could not be committed stays and is tried again.
 */
export class Batcher {
  #options: BatcherOptions;
  #journal: Journal;
  /** By `idNumber`: sessions that share one wait in turn. */
  #pending: PendingQueue<Pending>;
  #restarts: PendingRestart[] = [];
  #waiting = 0;
  #idle: number;
  #scheduled = false;
  #failing = false;
  #stopped = false;
  readonly counts = { records: 0, batches: 0, rows: 0, failures: 0, recalled: 0 };

  constructor(options: BatcherOptions) {
    this.#options = options;
    this.#journal = new Journal(options.pool, options.log);
    this.#idle = options.lanes;
    this.#pending = new PendingQueue(this.#limit);
  }

  /** True when records are being stored: the last write succeeded, and there is room. */
  get able(): boolean {
    return !this.#failing && this.#waiting < this.#limit;
  }

  /** How many records wait to be written. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes a record, and the packet that told it, if it may be acknowledged by keeping that; false when there is no room. */
  add(record: SessionRecord | RestartRecord, done: Done, heard?: Heard): boolean {
    if (this.#waiting >= this.#limit || this.#stopped) return false;
    this.#waiting++;
    if (record.kind === 'restart') this.#restarts.push({ record, done, before: this.#pending.size });
    else {
      const waiter = new Waiter(done);
      this.#enqueue({ record, waiters: [waiter], next: undefined });
      if (heard !== undefined) this.#journal.add(waiter, heard, record);
    }
    this.#wake();
    return true;
  }

  /** Writes what waits, if the database lets it, and ends. */
  async stop(): Promise<void> {
    const all = this.#options.lanes;
    for (let i = 0; i < 200 && (this.#idle < all || (this.#waiting > 0 && !this.#failing)); i++) await sleep(10);
    this.#stopped = true;
    await this.#journal.stop();
  }

  /** What was acknowledged before it was written. */
  get journal(): Journal['counts'] {
    return this.#journal.counts;
  }

  get #limit(): number {
    return this.#options.limit ?? 20_000;
  }

  #enqueue(item: Pending): void {
    const key = idNumber(item.record.id);
    let last = this.#pending.find(key);
    if (last === undefined) {
      this.#pending.push(key, item);
      return;
    }
    for (; ; last = last.next) {
      if (last.record.id === item.record.id && canCoalesce(last.record, item.record)) {
        last.record = coalesce(last.record, item.record);
        last.waiters.push(...item.waiters);
        return;
      }
      if (last.next === undefined) break;
    }
    last.next = item;
  }

  #take(most: number): Pending[] {
    const batch: Pending[] = [];
    while (batch.length < most) {
      const item = this.#pending.shift();
      if (item === undefined) break;
      batch.push(item);
    }
    return batch.sort(byKey);
  }

  /** The restarts before which nothing waits any more, after `taken` records; none while another connection may yet write what came before them. */
  #takeRestarts(taken: number): PendingRestart[] {
    for (const restart of this.#restarts) restart.before -= taken;
    if (this.#options.lanes - this.#idle > 1) return [];
    const first = this.#restarts.findIndex(({ before }) => before > 0);
    return this.#restarts.splice(0, first < 0 ? this.#restarts.length : first);
  }

  /** True when what waits is worth a statement, while so many other connections are writing: all but the first begin with many, and only for records that wait to be acknowledged. */
  #isWorth(others: number): boolean {
    const { size } = this.#pending;
    return others === 0 ? size > 0 || this.#restarts.length > 0 : size >= WORTH && !this.#journal.isAhead;
  }

  get #isTurn(): boolean {
    return this.#idle > 0 && this.#isWorth(this.#options.lanes - this.#idle);
  }

  #wake(): void {
    if (this.#scheduled || !this.#isTurn) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#isTurn) return;
      this.#idle--;
      void this.#lane();
    });
  }

  async #lane(): Promise<void> {
    while (!this.#stopped && this.#isWorth(this.#options.lanes - this.#idle - 1)) {
      const { isAhead } = this.#journal;
      if (isAhead && this.#pending.size < BATCH) await sleep(LAZY_MS);
      await this.#writeAll(isAhead && this.#pending.size < BATCH ? SLICE : BATCH);
    }
    this.#idle++;
  }

  /** Writes what waits now, so many at once, at most a batch. */
  async #writeAll(most: number): Promise<void> {
    let left = Math.min(this.#pending.size, BATCH);
    do {
      const batch = this.#take(Math.min(most, left));
      left -= batch.length;
      const failed = await this.#write(batch, this.#takeRestarts(batch.length));
      this.#failing = failed !== undefined;
      if (failed === undefined) continue;
      this.counts.failures++;
      this.#options.log.warn({ err: failed, waiting: this.#waiting }, 'accounting could not be written; it waits');
      await sleep(AGAIN_MS);
      return;
    } while (left > 0 && this.#pending.size > 0 && !this.#stopped);
  }

  /** Writes; gives the error when the moment was wrong: then what is not written waits again. */
  async #write(batch: Pending[], restarts: PendingRestart[]): Promise<unknown> {
    let client: pg.PoolClient | undefined;
    let broken: Error | undefined;
    try {
      client = await this.#options.pool.connect();
      client.on('error', ignore);
      await this.#writeBatch(client, await this.#writeRepeated(client, batch));
      await this.#writeRestarts(client, restarts);
      return undefined;
    } catch (error) {
      broken = error as Error;
      this.#restarts.unshift(...restarts);
      for (const item of batch) if (item.waiters.length > 0) this.#again(item);
      for (const restart of this.#restarts) restart.before = this.#pending.size;
      return error;
    } finally {
      client?.removeListener('error', ignore);
      client?.release(broken);
    }
  }

  #again(item: Pending): void {
    const { next } = item;
    this.#enqueue({ record: item.record, waiters: item.waiters, next: undefined });
    for (let later = next; later !== undefined; ) {
      const after: Pending | undefined = later.next;
      this.#enqueue({ ...later, next: undefined });
      later = after;
    }
  }

  async #writeRestarts(client: pg.PoolClient, restarts: PendingRestart[]): Promise<void> {
    while (restarts.length > 0) {
      const { record, done } = restarts[0] as PendingRestart;
      const closed = await closeRestarted(client, record);
      restarts.shift();
      this.#waiting--;
      this.#options.committed([], closed);
      done(true);
    }
  }

  /** Writes the interims that repeat what is known, when they are enough to be worth a statement of their own; gives what is still to be written. */
  async #writeRepeated(client: pg.PoolClient, batch: Pending[]): Promise<Pending[]> {
    const repeated = batch.filter(isRepeated);
    if (repeated.length < MANY && repeated.length < batch.length) return batch;
    if (repeated.length === 0) return batch;
    const others = await writeCounters(client, repeated.map(recordOf), repeated.some(isAwaited)).catch(
      (error: unknown) => {
        if (isBadData(error)) return repeated.map(recordOf);
        throw error;
      },
    );
    const left = new Set(others.map((record) => record.id));
    const written = left.size === 0 ? repeated : repeated.filter((item) => !left.has(item.record.id));
    const rest = batch.filter((item) => !isRepeated(item) || left.has(item.record.id));
    this.#settleAll(written);
    return rest;
  }

  async #writeBatch(client: pg.PoolClient, batch: readonly Pending[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      const others = await writeRecords(client, batch.map(recordOf), batch.some(isAwaited));
      this.#finish(batch, others, others.length === 0 ? NO_OWNERS : await newOwners(client, others));
    } catch (error) {
      if (isMoved(error)) await this.#recall(client, batch);
      else if (isBadData(error)) await this.#isolate(client, batch, error);
      else throw error;
    }
  }

  /** Records came for sessions that are in the history: these come back, and are written as if they had never gone. */
  async #recall(client: pg.PoolClient, batch: readonly Pending[]): Promise<void> {
    this.counts.recalled += await recallSessions(client, batch.map(recordOf));
    await this.#writeBatch(client, batch);
  }

  /** A value that PostgreSQL refuses takes down its batch: halves are tried until it stands alone. */
  async #isolate(client: pg.PoolClient, batch: readonly Pending[], error: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      this.#options.log.error(
        { err: error, record: { ...only.record, input_octets: 0, output_octets: 0 } },
        'an accounting record cannot be stored',
      );
      this.#settle(only, false);
      return;
    }
    const half = batch.length >> 1;
    await this.#writeBatch(client, batch.slice(0, half));
    await this.#writeBatch(client, batch.slice(half));
  }

  #finish(batch: readonly Pending[], others: readonly SessionKey[], owners: ReadonlyMap<Id, Owner>): void {
    const elsewhere = new Set<string>(others.map((key) => key.id));
    const written = others.length === 0 ? batch : batch.filter((item) => !elsewhere.has(item.record.id));
    this.#settleAll(written);
    if (others.length === 0) return;
    for (const item of batch) {
      const { record } = item;
      // Its session goes on with another subscription; else the stored one of this id ended before, and this is the next by the same name.
      if (elsewhere.has(record.id))
        this.#writeAs(item, { ...record, ...(owners.get(record.id) ?? { id: nextSessionId(record.id) }) });
    }
  }

  #settleAll(written: readonly Pending[]): void {
    this.counts.batches++;
    this.counts.rows += written.length;
    this.#options.committed(written.map(recordOf), []);
    for (const item of written) this.#settle(item, true);
  }

  /** Has a record written as another, and what waits behind it after it. */
  #writeAs(item: Pending, record: SessionRecord): void {
    const { next } = item;
    item.next = undefined;
    this.#enqueue({ record, waiters: item.waiters.splice(0), next: undefined });
    if (next !== undefined) this.#again(next);
  }

  #settle(item: Pending, stored: boolean): void {
    const waiters = item.waiters.splice(0);
    this.#waiting -= waiters.length;
    this.counts.records += waiters.length;
    if (item.next !== undefined) {
      const next = item.next;
      item.next = undefined;
      this.#again(next);
    }
    for (const waiter of waiters) this.#journal.settle(waiter, stored);
  }
}

const ignore = (): void => undefined;
