import type { Database } from '../../kernel/db.ts';
import type { Logger } from '../../kernel/observe.ts';
import { type HealthRow, writeHealth } from '../store/homes.ts';
import type { HomePort } from './home-port.ts';
import type { Homes } from './homes.ts';

const EVERY_MS = 2000;

interface HealthBookOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly homes: () => Homes;
}

const LEVEL = { up: 'info', silent: 'info', dead: 'warn' } as const;

/** Writes down how home servers do, for the console: at once when one does otherwise, else every two seconds what was counted. */
export class HealthBook {
  readonly #options: HealthBookOptions;
  readonly #timer: NodeJS.Timeout;
  #written = '';
  #writing: Promise<void> | undefined;
  #isWoken = false;

  constructor(options: HealthBookOptions) {
    this.#options = options;
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
    await this.#writing;
  }

  #write(): void {
    const rows = this.#options
      .homes()
      .ports()
      .map(({ health }) => health);
    const now = JSON.stringify(rows);
    if (this.#writing !== undefined) {
      this.#isWoken = true;
      return;
    }
    if (now === this.#written || rows.length === 0) return;
    this.#written = now;
    this.#writing = writeHealth(this.#options.db, rows)
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
}
