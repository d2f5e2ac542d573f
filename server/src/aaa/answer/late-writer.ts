import { system } from '../../kernel/actor.ts';
import { type Ctx, type Kernel, transact } from '../../kernel/ctx.ts';
import type { Directory } from '../directory/directory.ts';

const AGAIN_MS = 1000;
const AT_ONCE = 100;

interface LateWriterOptions<T, R> {
  readonly kernel: Kernel;
  readonly directory: Pick<Directory, 'refresh'>;
  /** What it stores, for the log: `NASes that register themselves`. */
  readonly what: string;
  /** Stores some, in one transaction. */
  readonly store: (ctx: Ctx, some: readonly T[]) => Promise<R>;
  /** Some are stored, and the directory has read them anew. */
  readonly stored: (some: readonly T[], result: R) => void;
}

/** Stores what packets brought that is in memory already, behind their answers: a hundred at once, each once, tried again while the database is away. */
export class LateWriter<T, R = void> {
  readonly #options: LateWriterOptions<T, R>;
  readonly #waiting = new Set<T>();
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LateWriterOptions<T, R>) {
    this.#options = options;
  }

  /** Takes one more. */
  add(one: T): void {
    this.#waiting.add(one);
    this.#begin();
  }

  /** Stores what waits, if the database lets it, and ends. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#write();
    clearTimeout(this.#timer);
  }

  #begin(): void {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    while (this.#waiting.size > 0) {
      const some = [...this.#waiting].slice(0, AT_ONCE);
      if (!(await this.#tryStore(some))) return;
      for (const one of some) this.#waiting.delete(one);
    }
  }

  async #tryStore(some: readonly T[]): Promise<boolean> {
    const { kernel, directory, what, store, stored } = this.#options;
    try {
      const result = await transact(kernel, system('radius'), (ctx) => store(ctx, some));
      await directory.refresh();
      stored(some, result);
      return true;
    } catch (err) {
      kernel.log.warn({ err }, `${what} could not be stored; it is tried again`);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#begin(), AGAIN_MS);
      return false;
    }
  }
}
