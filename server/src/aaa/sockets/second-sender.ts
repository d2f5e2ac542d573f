import { Worker } from 'node:worker_threads';
import type { Batch } from './answers.ts';
import {
  HANDED,
  type KnownBatch,
  placeOf,
  QUEUE_NUMBERS,
  type ThreadData,
  type Untaken,
} from './second-thread-messages.ts';

/**
 * A thread that signs and sends answers when many wait at once: in a flood that is a third of a log-in's work, and needs nothing that the thread which decides has (docs/decisions/0024).
 * One for all sockets.
 */
export class SecondSender {
  #thread: Worker;
  #queue = new Int32Array(new SharedArrayBuffer(4 * QUEUE_NUMBERS));
  #untaken: ((taken: number) => void)[] = [];
  #gone = false;
  /** Answers it was handed. */
  answers = 0;
  #ended: Promise<void>;

  /** `failed` hears why the thread ended when it was not asked to; its work is done by who hands it over then. */
  constructor(failed: (error: Error) => void) {
    const workerData: ThreadData = { queue: this.#queue.buffer as SharedArrayBuffer };
    this.#thread = new Worker(new URL('./second-thread.ts', import.meta.url), { name: 'second sender', workerData });
    this.#thread.unref();
    this.#thread.on('error', failed);
    this.#thread.on('message', ({ number, taken }: Untaken) => this.#untaken[number]?.(taken));
    this.#ended = new Promise((ended) => {
      this.#thread.once('exit', () => {
        this.#gone = true;
        ended();
      });
    });
  }

  /** Makes a batch known that is to leave by socket `fd`: gives its number. `untaken` hears when the kernel took only so many; whoever hears it gives the batch back. */
  know(batch: Batch, fd: number, untaken: (taken: number) => void): number {
    const number = this.#untaken.push(untaken) - 1;
    this.#thread.postMessage({ number, fd, memory: batch.memory } satisfies KnownBatch);
    return number;
  }

  /** Hands a batch over; false when nobody is there to take it. */
  take(batch: Batch, number: number): boolean {
    if (this.#gone) return false;
    this.answers += batch.count;
    batch.handOver();
    this.#put(number);
    return true;
  }

  /** Ends the thread after what it was handed. */
  async stop(): Promise<void> {
    if (!this.#gone) this.#put(-1);
    await this.#ended;
  }

  #put(number: number): void {
    const handed = this.#queue[HANDED] as number;
    Atomics.store(this.#queue, placeOf(handed), number);
    Atomics.store(this.#queue, HANDED, (handed + 1) | 0);
    Atomics.notify(this.#queue, HANDED);
  }
}
