import { dayIn } from '@isp/values';
import type pg from 'pg';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/observe.ts';
import type { Discards } from '../answer/discards.ts';
import type { SessionRecord } from '../core/record.ts';
import type { SessionKey } from '../store/accounting.ts';
import { addDiscards, type LoginRow, publishSessions, writeLogins } from '../store/log.ts';
import { isBadData } from './bad-data.ts';

/** Log-ins that may wait to be written; in a flood those beyond are counted and dropped, so answering never waits for the log. */
const ROOM = 8000;
/** Few at once and often, so that no packet waits long for the log: 6,000 a second. */
const TICK_MS = 5;
const FEW = 30;
/** In a flood the same rate in large portions, which cost a third of the processor's time: answers are late by the flood itself. */
const MANY = 300;
const FLOOD_PAUSE_MS = 50;
/** Log-ins in one pause that make a flood: 10,000 a second. */
const FLOOD = 500;
const NEWS_PAUSE_MS = 250;
const NAMED = 25;

interface Change extends SessionKey {
  readonly subscription_id: string;
  readonly change: 'started' | 'updated' | 'stopped';
}

const ignore = (): void => undefined;

const changeOf = { start: 'started', interim: 'updated', stop: 'stopped' } as const;

/** Everything the packets' way has to say that nobody waits for: log-ins, discards, news for the console. Written as it comes, on one connection; news four times a second. */
export class Logbook {
  #pool: pg.Pool;
  #clock: Clock;
  #log: Logger;
  #discards: Discards;
  #logins: LoginRow[] = [];
  #counts = { started: 0, updated: 0, stopped: 0 };
  #changes: Change[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #arrived = 0;
  #flood = false;
  #rested = 0;
  #told = 0;
  /** Log-ins that were not written for want of room. */
  dropped = 0;

  constructor(pool: pg.Pool, clock: Clock, log: Logger, discards: Discards) {
    this.#pool = pool;
    this.#clock = clock;
    this.#log = log;
    this.#discards = discards;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** True when there is room for another log-in; when not, it is counted as dropped. */
  get hasRoom(): boolean {
    this.#arrived++;
    if (this.#logins.length < ROOM) return true;
    this.dropped++;
    return false;
  }

  /** Adds a log-in; ask `hasRoom` first. */
  login(row: LoginRow): void {
    this.#logins.push(row);
  }

  /** Notes what a commit changed. */
  sessions(records: readonly SessionRecord[], closed: readonly SessionKey[]): void {
    for (const record of records) {
      const change = changeOf[record.kind];
      this.#counts[change]++;
      if (this.#changes.length < NAMED) {
        const { account_id, id, subscription_id } = record;
        this.#changes.push({ account_id, id, subscription_id, change });
      }
    }
    this.#counts.stopped += closed.length;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    await this.#write(MANY, true);
    for (let i = 0; this.#logins.length > 0 && i < ROOM / MANY; i++) await this.#write(MANY, false);
  }

  #tick(): void {
    this.#rested += TICK_MS;
    this.#told += TICK_MS;
    const rested = this.#rested >= FLOOD_PAUSE_MS;
    if (rested) {
      this.#flood = this.#arrived >= FLOOD;
      this.#arrived = 0;
      this.#rested = 0;
    }
    if (this.#writing !== undefined || (this.#flood && !rested)) return;
    const due = this.#told >= NEWS_PAUSE_MS;
    if (due) this.#told = 0;
    this.#writing = this.#write(this.#flood ? MANY : FEW, due).finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(most: number, due: boolean): Promise<void> {
    const discards = due ? this.#discards.take() : [];
    const { started, updated, stopped } = this.#counts;
    const changed = due && started + updated + stopped > 0;
    if (this.#logins.length === 0 && discards.length === 0 && !changed) return;
    let client: pg.PoolClient | undefined;
    let broken: Error | undefined;
    let counted = discards.length === 0;
    try {
      client = await this.#pool.connect();
      client.on('error', ignore);
      if (!counted) {
        const now = this.#clock.now();
        await addDiscards(client, dayIn(now, 'UTC'), now, discards);
        counted = true;
      }
      await this.#writeLogins(client, most);
      if (changed) await this.#publish(client);
    } catch (error) {
      broken = error as Error;
      if (!counted) this.#discards.restore(discards);
      this.#log.warn({ err: error }, 'the log of log-ins could not be written; it waits');
    } finally {
      client?.removeListener('error', ignore);
      client?.release(broken);
    }
  }

  async #writeLogins(client: pg.PoolClient, most: number): Promise<void> {
    if (this.#logins.length === 0) return;
    const rows = this.#logins.slice(0, most);
    try {
      await writeLogins(client, rows);
    } catch (error) {
      if (!isBadData(error)) throw error;
      this.dropped += rows.length;
      this.#log.error({ err: error }, 'log-ins that cannot be stored were dropped from the log');
    }
    this.#logins.splice(0, rows.length);
  }

  async #publish(client: pg.PoolClient): Promise<void> {
    const news = { ...this.#counts, changes: this.#changes };
    this.#counts = { started: 0, updated: 0, stopped: 0 };
    this.#changes = [];
    await publishSessions(client, news);
  }
}
