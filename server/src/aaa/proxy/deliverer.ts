import type { Id } from '@isp/values';
import { epochMs } from '@isp/values';
import { realNow } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db.ts';
import type { Logger } from '../../kernel/observe.ts';
import { hashText } from '../core/choice.ts';
import {
  dropHomeRecords,
  type HomeRecord,
  releaseHomeRecords,
  returnHomeRecords,
  storeHomeRecords,
  type TakenRecord,
  takeHomeRecords,
  untakeHomeRecords,
} from '../store/home-records.ts';
import { Asking } from './asking.ts';
import { forwardRecord } from './forward.ts';
import type { Homes } from './homes.ts';

interface DelivererOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly homes: Homes;
}

type Outcome = 'delivered' | 'again' | 'untried';

interface Waiting {
  readonly record: HomeRecord;
  readonly done: (stored: boolean) => void;
}

/** Records that may wait to be stored; more are refused. */
const MOST_WAITING = 20_000;
/** Taken at once, and stored at once. */
const MOST_TAKEN = 200;
const MOST_IN_HAND = 1000;
const BATCH = 500;
/** Sent so often again to whoever was asked last, before it is left for later. */
const REPEATS = 2;
const POLL_MS = 1000;
/** Longer than a record can be under way: whoever dies with records in hand leaves them to others after it. */
const LEASE_S = 120;

/**
 * Accounting for home servers, stored and forwarded: a record is committed before the NAS is told so, and stays until a home server has acknowledged it (RFC 2866 2.1), over outages and
 * restarts; Acct-Delay-Time grows meanwhile. Records of one session go one after the other. One may arrive twice when we die between its answer and our commit, never not at all.
 */
export class Deliverer {
  readonly #options: DelivererOptions;
  #waiting: Waiting[] = [];
  #isStoring = false;
  #taking: Promise<void> | undefined;
  #isWoken = false;
  #isStopped = false;
  readonly #inHand = new Map<bigint, Asking>();
  readonly #deliveries = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  readonly counts = { stored: 0, delivered: 0, again: 0 };

  constructor(options: DelivererOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#wake(), POLL_MS);
  }

  /** Whether a record would be taken. */
  get hasRoom(): boolean {
    return this.#waiting.length < MOST_WAITING && !this.#isStopped;
  }

  /** Stores a record; `done` hears whether it was. False when there is no room. */
  add(record: HomeRecord, done: (stored: boolean) => void): boolean {
    if (!this.hasRoom) return false;
    this.#waiting.push({ record, done });
    if (!this.#isStoring) setImmediate(() => void this.#store());
    this.#isStoring = true;
    return true;
  }

  /** Tries what waits for these pools now: a server of theirs answers again. */
  async release(pools: readonly Id[]): Promise<void> {
    if (pools.length === 0 || this.#isStopped) return;
    try {
      await releaseHomeRecords(this.#options.db, pools);
      this.#wake();
    } catch (err) {
      this.#options.log.warn({ err }, 'records for home servers wait a little longer');
    }
  }

  /** Ends: what was received is stored, what is under way is left for the next to deliver. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    while (this.#isStoring) await new Promise((next) => setTimeout(next, 5));
    this.#isStopped = true;
    await this.#taking;
    for (const asking of [...this.#inHand.values()]) asking.stop();
    await Promise.all(this.#deliveries);
  }

  async #store(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      const stored = await this.#write(batch.map(({ record }) => record));
      if (stored) this.counts.stored += batch.length;
      for (const { done } of batch) done(stored);
    }
    this.#isStoring = false;
    this.#wake();
  }

  async #write(records: readonly HomeRecord[]): Promise<boolean> {
    try {
      await storeHomeRecords(this.#options.db, records);
      return true;
    } catch (err) {
      this.#options.log.warn({ err }, 'accounting for home servers could not be stored; the NAS repeats it');
      return false;
    }
  }

  #wake(): void {
    this.#isWoken = true;
    if (this.#taking !== undefined || this.#isStopped) return;
    this.#taking = this.#deliverAll().finally(() => {
      this.#taking = undefined;
    });
  }

  async #deliverAll(): Promise<void> {
    try {
      while (this.#isWoken && !this.#isStopped) {
        this.#isWoken = false;
        if (this.#inHand.size >= MOST_IN_HAND) return;
        const taken = await takeHomeRecords(this.#options.db, MOST_TAKEN, LEASE_S);
        if (taken.length === MOST_TAKEN) this.#isWoken = true;
        if (taken.length > 0) this.#begin(taken);
      }
    } catch (err) {
      this.#options.log.warn({ err }, 'accounting for home servers could not be delivered; it waits');
    }
  }

  /** Portions go side by side, so that a pool that is silent holds up no other. */
  #begin(taken: readonly TakenRecord[]): void {
    const delivery = this.#deliver(taken)
      .catch((err: unknown) => {
        this.#options.log.warn(
          { err },
          'what became of accounting for home servers could not be stored; it is sent again',
        );
      })
      .finally(() => {
        this.#deliveries.delete(delivery);
        this.#wake();
      });
    this.#deliveries.add(delivery);
  }

  /** Delivers a portion: sessions side by side, the records of each in order; after one that nobody took, those behind it wait too. */
  async #deliver(taken: readonly TakenRecord[]): Promise<void> {
    const outcomes = new Map<Outcome, bigint[]>([
      ['delivered', []],
      ['again', []],
      ['untried', []],
    ]);
    const sessions = Map.groupBy(taken, ({ pool_id, session }) => `${pool_id} ${session}`);
    const one = async (records: readonly TakenRecord[]) => {
      let outcome: Outcome = 'delivered';
      for (const record of records) {
        if (outcome === 'delivered') outcome = this.#isStopped ? 'untried' : await this.#ask(record);
        outcomes.get(outcome)?.push(record.id);
      }
    };
    await Promise.all([...sessions.values()].map(one));
    await this.#settle(outcomes);
  }

  async #settle(outcomes: ReadonlyMap<Outcome, readonly bigint[]>): Promise<void> {
    const { db } = this.#options;
    const of = (outcome: Outcome) => outcomes.get(outcome) ?? [];
    if (of('delivered').length > 0) await dropHomeRecords(db, of('delivered'));
    if (of('again').length > 0) await returnHomeRecords(db, of('again'));
    if (of('untried').length > 0) await untakeHomeRecords(db, of('untried'));
    this.counts.delivered += of('delivered').length;
    this.counts.again += of('again').length;
  }

  #ask(record: TakenRecord): Promise<Outcome> {
    const { homes } = this.#options;
    const pool = homes.pool(record.pool_id);
    const elapsed = Math.max(0, Math.round((epochMs(realNow()) - epochMs(record.received_at)) / 1000));
    return new Promise((finish) => {
      const asking = new Asking({
        write: forwardRecord(record.attributes, record.delay_s + elapsed),
        repeats: REPEATS,
        next: (asked) => pool && homes.choose(pool, 'acct', hashText(record.session), asked),
        done: (end) => {
          this.#inHand.delete(record.id);
          finish(typeof end === 'object' ? 'delivered' : this.#isStopped ? 'untried' : 'again');
        },
      });
      if (!asking.isOver) this.#inHand.set(record.id, asking);
    });
  }
}
