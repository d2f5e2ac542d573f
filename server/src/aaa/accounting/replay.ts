import type pg from 'pg';
import type { Logger } from '../../kernel/observe.ts';
import { recordsKept } from '../core/kept-packet.ts';
import type { SessionRecord } from '../core/record.ts';
import { forgetPackets, type KeptRow, readKept, refuseKept, rowsLeft } from '../store/record-journal.ts';
import type { Batcher } from './batcher.ts';

/** Another process may yet write what is younger. */
const AGE_S = 120;
const EVERY_MS = 60_000;
const AGAIN_MS = 250;

interface ReplayOptions {
  readonly pool: pg.Pool;
  readonly log: Logger;
  readonly batcher: Batcher;
}

/**
 * Writes what a process acknowledged and did not live to write: at the start all that is there, and every minute what is so old that nobody writes it any more. Records that were written
 * all the same change nothing.
 */
export class Replay {
  #options: ReplayOptions;
  #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #stopped = false;
  #end = Promise.withResolvers<undefined>();

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#begin(AGE_S), EVERY_MS);
    this.#begin(0);
  }

  /** Resolves when what was there at the start is written. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#end.resolve(undefined);
    clearInterval(this.#timer);
    await this.#running;
  }

  #begin(age_s: number): void {
    this.#running ??= this.#run(age_s)
      .catch((err: unknown) => this.#options.log.warn({ err }, 'what is left in the journal of accounting waits'))
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #run(age_s: number): Promise<void> {
    const { pool, log } = this.#options;
    let count = 0;
    for (const id of await rowsLeft(pool, age_s)) {
      if (this.#stopped) break;
      const row = await readKept(pool, id);
      if (row !== undefined) count += await this.#write(row);
    }
    if (count > 0) log.info({ count }, 'records that were acknowledged before the last end are written');
  }

  /** Gives how many it wrote. */
  async #write({ id, packets }: KeptRow): Promise<number> {
    const { pool, log } = this.#options;
    const records = recordsKept(packets);
    const puts = Promise.all(records.map((record) => record !== undefined && this.#put(record)));
    const stored = await Promise.race([puts, this.#end.promise]);
    if (stored === undefined || this.#stopped) return 0;
    if (stored.every(Boolean)) await forgetPackets(pool, [id]);
    else {
      log.error({ row: id }, 'an acknowledged accounting record cannot be stored: its packet stays in the journal');
      await refuseKept(pool, id, 'a record cannot be stored');
    }
    return stored.filter(Boolean).length;
  }

  async #put(record: SessionRecord): Promise<boolean> {
    let stored: Promise<boolean> | undefined;
    while (stored === undefined && !this.#stopped) {
      stored = this.#tryPut(record);
      if (stored === undefined) await new Promise((next) => setTimeout(next, AGAIN_MS));
    }
    return (await stored) ?? false;
  }

  /** `undefined` when there is no room. */
  #tryPut(record: SessionRecord): Promise<boolean> | undefined {
    let taken = false;
    const stored = new Promise<boolean>((done) => {
      taken = this.#options.batcher.add(record, done);
    });
    return taken ? stored : undefined;
  }
}
