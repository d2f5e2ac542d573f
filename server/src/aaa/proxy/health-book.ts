import type { Id } from '@isp/values';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db.ts';
import type { Logger } from '../../kernel/observe.ts';
import { newId } from '../../kernel/secrets.ts';
import { forgetHealth, type HealthRow, publishHealth, writeHealth } from '../store/homes.ts';
import type { HomePort } from './home-port.ts';
import type { Homes } from './homes.ts';

const EVERY_MS = 2000;
/** So often it says that it still sees what it sees. */
const AGAIN_MS = 10_000;

interface HealthBookOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly clock: Clock;
  readonly homes: () => Homes;
}

const LEVEL = { up: 'info', silent: 'info', dead: 'warn' } as const;

/** Writes down how home servers do, for the console: at once when one does otherwise, else every two seconds what was counted. What this process sees is its own. */
export class HealthBook {
  readonly #options: HealthBookOptions;
  readonly #process: Id;
  readonly #timer: NodeJS.Timeout;
  #written = '';
  #writtenAt = 0;
  #writing: Promise<void> | undefined;
  #isWoken = false;
  #isStopped = false;

  constructor(options: HealthBookOptions) {
    this.#options = options;
    this.#process = newId(options.clock.ms());
    this.#timer = setInterval(() => this.#write(), EVERY_MS);
  }

  /** One does otherwise than before. */
  changed({ health, server }: HomePort, before: HealthRow['state']): void {
    const { state, why, port } = health;
    if (state !== before)
      this.#options.log[LEVEL[state]]({ home_server: server.name, port, state, why }, 'a home server does otherwise');
    setImmediate(() => this.#write());
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#isStopped = true;
    await this.#writing;
    await forgetHealth(this.#options.db, this.#process).catch(() => undefined);
  }

  #write(): void {
    if (this.#isStopped) return;
    const rows = this.#options
      .homes()
      .ports()
      .map(({ health }) => health);
    const now = JSON.stringify(rows);
    if (this.#writing !== undefined) {
      this.#isWoken = true;
      return;
    }
    const isNews = now !== this.#written;
    if (rows.length === 0 || (!isNews && performance.now() - this.#writtenAt < AGAIN_MS)) return;
    this.#written = now;
    this.#writtenAt = performance.now();
    this.#writing = this.#store(rows, isNews)
      .catch((err: unknown) => {
        this.#written = '';
        this.#options.log.warn({ err }, 'how home servers do could not be written down');
      })
      .finally(() => {
        this.#writing = undefined;
        if (this.#isWoken) this.#write();
        this.#isWoken = false;
      });
  }

  async #store(rows: readonly HealthRow[], isNews: boolean): Promise<void> {
    const { db } = this.#options;
    await writeHealth(db, this.#process, rows);
    if (isNews) await publishHealth(db);
  }
}
