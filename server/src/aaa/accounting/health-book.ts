import type { Id } from '@isp/values';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Tallies } from '../answer/tally.ts';
import { forgetListening, type Listening, noteListening, writeHealth } from '../store/nas-health.ts';

const PAUSE_MS = 10_000;

interface HealthBookOptions {
  readonly kernel: Kernel;
  readonly tallies: Tallies;
  /** The NASes that have a connection over TLS. */
  readonly connected: () => ReadonlySet<Id>;
  /** Where this process listens. */
  readonly listening: () => Listening;
}

/** Writes down every ten seconds how the NASes are and where this process listens; what could not be written waits for the next time. */
export class HealthBook {
  readonly #options: HealthBookOptions;
  readonly #timer: NodeJS.Timeout;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: HealthBookOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.write(), PAUSE_MS);
  }

  /** Writes now. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
    const { kernel, listening } = this.#options;
    await forgetListening(kernel.db, listening().id).catch(() => undefined);
  }

  async #write(): Promise<void> {
    const { kernel, tallies, connected, listening } = this.#options;
    const rows = tallies.take();
    const at = kernel.clock.now();
    let isWritten = false;
    try {
      const client = await kernel.pool.connect();
      try {
        await writeHealth(client, { at, rows, connected: connected() });
        isWritten = true;
        client.release();
      } catch (error) {
        client.release(error as Error);
        throw error;
      }
      await noteListening(kernel.db, listening(), at);
    } catch (err) {
      if (!isWritten) tallies.restore(rows);
      kernel.log.warn({ err }, 'how the NASes are could not be written down; it waits');
    }
  }
}
