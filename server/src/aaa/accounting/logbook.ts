import { Worker } from 'node:worker_threads';
import type { Logger } from '../../kernel/observe.ts';
import type { FromWriter, ToWriter, WriterData } from './logbook-messages.ts';
import { roomForSeen, type SeenLogIn, writeSeen } from './seen-log-in.ts';

/** Log-ins under way to the database; while it is away those beyond are counted and dropped, so answering never waits for the log. */
const ROOM = 100_000;
const TICK_MS = 10;
/** So many log-ins in a tick are worth waiting for more: to wake the thread costs some 200 µs. */
const MANY = 10;
const PATIENCE_MS = 100;
const OCTETS = 1 << 17;
/** The log is never later than this and the time to write it, however long a peak lasts. */
const LONGEST_MS = 300_000;
/** What the thread has to write what it was given, when the process ends. */
const LAST_MS = 10_000;

/**
 * The log of log-ins. Nobody waits for it, so a thread of its own writes it (`logbook-writer.ts`): here a log-in is put into memory
 * that is handed over whole, after 10 ms when it is few and after 100 ms when it is many, so that none of it is looked at by this thread's collector.
 */
export class Logbook {
  #writer: Worker;
  #log: Logger;
  #rows = Buffer.alloc(0);
  #octets = 0;
  #count = 0;
  #handedAt = 0;
  /** Handed to the thread and not yet heard of. */
  #underWay = 0;
  #timer: NodeJS.Timeout;
  #gone = false;
  #settled = (): void => undefined;
  /** Log-ins that were not written: there was no room, or PostgreSQL refused them. */
  dropped = 0;

  /** `url` is the database's. */
  constructor(url: string, log: Logger, longest_ms = LONGEST_MS) {
    this.#log = log;
    const workerData: WriterData = { url, longest_ms };
    this.#writer = new Worker(new URL('./logbook-writer.ts', import.meta.url), { name: 'logbook', workerData });
    this.#writer.unref();
    this.#writer.on('message', (said: FromWriter) => this.#hear(said));
    this.#writer.on('error', (err) => this.#log.error({ err }, 'the thread that writes the log of log-ins ended'));
    this.#writer.on('exit', () => this.#lose());
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** True when there is room for another log-in; when not, it is counted as dropped. */
  get hasRoom(): boolean {
    if (this.#count + this.#underWay < ROOM && !this.#gone) return true;
    this.dropped++;
    return false;
  }

  /** Adds a log-in, of which nothing is held on to; ask `hasRoom` first. */
  login(seen: SeenLogIn): void {
    const most = roomForSeen(seen);
    if (this.#octets + most > this.#rows.length) {
      this.#handOver();
      this.#rows = Buffer.allocUnsafeSlow(Math.max(OCTETS, most));
    }
    this.#octets = writeSeen(this.#rows, this.#octets, seen);
    this.#count++;
  }

  /** Writes what waits, if the database lets it, and ends the thread. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#handOver();
    if (!this.#gone) {
      const written = new Promise<void>((done) => {
        this.#settled = done;
      });
      this.#post('stop');
      const late = setTimeout(this.#settled, LAST_MS);
      await written;
      clearTimeout(late);
    }
    await this.#writer.terminate();
  }

  #tick(): void {
    if (this.#count < MANY || performance.now() - this.#handedAt >= PATIENCE_MS) this.#handOver();
  }

  #handOver(): void {
    if (this.#count === 0 || this.#gone) return;
    this.#handedAt = performance.now();
    this.#underWay += this.#count;
    const portion = { rows: this.#rows.subarray(0, this.#octets), count: this.#count };
    this.#post(portion, [this.#rows.buffer as ArrayBuffer]);
    this.#empty();
  }

  #empty(): void {
    this.#rows = Buffer.alloc(0);
    this.#octets = 0;
    this.#count = 0;
  }

  #post(message: ToWriter, handed: readonly ArrayBuffer[] = []): void {
    this.#writer.postMessage(message, handed);
  }

  #hear(said: FromWriter): void {
    if ('waits' in said) {
      this.#log.warn({ why: said.waits }, 'the log of log-ins could not be written; it waits');
      return;
    }
    if ('lost' in said) this.#drop(said.lost, said.why);
    else {
      this.#underWay -= said.stored + said.refused;
      if (said.refused > 0) this.#drop(said.refused, said.why);
    }
  }

  #drop(refused: number, why: string | undefined): void {
    this.dropped += refused;
    this.#log.error({ why, refused }, 'log-ins that cannot be stored were dropped from the log');
  }

  /** The thread is gone; asked to or not, it takes no more. */
  #lose(): void {
    this.#gone = true;
    this.dropped += this.#underWay + this.#count;
    this.#underWay = 0;
    this.#empty();
    this.#settled();
  }
}
