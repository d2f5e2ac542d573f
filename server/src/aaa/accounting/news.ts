import { dayIn } from '@isp/values';
import type pg from 'pg';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/observe.ts';
import type { Discards } from '../answer/discards.ts';
import type { SessionRecord } from '../core/record.ts';
import type { SessionKey } from '../store/accounting.ts';
import { addDiscards, publishSessions } from '../store/log.ts';

const TICK_MS = 250;
/** Sessions that one piece of news names; of more it says how many. */
const NAMED = 25;

interface Change extends SessionKey {
  readonly subscription_id: string;
  readonly change: 'started' | 'updated' | 'stopped';
}

const changeOf = { start: 'started', interim: 'updated', stop: 'stopped' } as const;

/** What the packets' way has to say besides: which sessions changed, for the console, and what was discarded. Four times a second, when there is any. */
export class News {
  #pool: pg.Pool;
  #clock: Clock;
  #log: Logger;
  #discards: Discards;
  #counts = { started: 0, updated: 0, stopped: 0 };
  #changes: Change[] = [];
  #timer: NodeJS.Timeout;
  #telling: Promise<void> | undefined;

  constructor(pool: pg.Pool, clock: Clock, log: Logger, discards: Discards) {
    this.#pool = pool;
    this.#clock = clock;
    this.#log = log;
    this.#discards = discards;
    this.#timer = setInterval(() => {
      this.#telling ??= this.#tell().finally(() => {
        this.#telling = undefined;
      });
    }, TICK_MS);
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

  /** Tells the last, if the database lets it. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#telling;
    await this.#tell();
  }

  async #tell(): Promise<void> {
    const discards = this.#discards.take();
    try {
      if (discards.length > 0) {
        const now = this.#clock.now();
        await addDiscards(this.#pool, dayIn(now, 'UTC'), now, discards);
      }
    } catch (err) {
      this.#discards.restore(discards);
      this.#log.warn({ err }, 'what was discarded could not be written; it waits');
      return;
    }
    await this.#publish().catch((err: unknown) => this.#log.warn({ err }, 'the console was not told of sessions'));
  }

  async #publish(): Promise<void> {
    const { started, updated, stopped } = this.#counts;
    if (started + updated + stopped === 0) return;
    const news = { ...this.#counts, changes: this.#changes };
    this.#counts = { started: 0, updated: 0, stopped: 0 };
    this.#changes = [];
    await publishSessions(this.#pool, news);
  }
}
