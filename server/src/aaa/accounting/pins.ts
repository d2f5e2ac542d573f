import { system } from '../../kernel/actor.ts';
import { type Kernel, transact } from '../../kernel/ctx.ts';
import type { LearnedLogIn } from '../answer/log-in.ts';
import { idOctets } from '../core/session-id.ts';
import type { Directory } from '../directory/directory.ts';
import { pinBinding } from '../pin-binding.ts';

const AGAIN_MS = 1000;
const AT_ONCE = 100;
/** Stores what log-ins were the first to come with, behind their answers; tried again while the database is away. */
export class Pins {
  #kernel: Kernel;
  #directory: Directory;
  #waiting = new Set<LearnedLogIn>();
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(kernel: Kernel, directory: Directory) {
    this.#kernel = kernel;
    this.#directory = directory;
  }

  /** Takes one more. */
  add(one: LearnedLogIn): void {
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
      for (const one of some) {
        this.#waiting.delete(one);
        this.#directory.users.settle(one.key, idOctets(one.owner.subscription_id));
      }
    }
  }

  /** Stores some and reads them anew. */
  async #tryStore(some: readonly LearnedLogIn[]): Promise<boolean> {
    try {
      await transact(this.#kernel, system('radius'), async (ctx) => {
        for (const one of some) await pinBinding(ctx, one);
      });
      await this.#directory.refresh();
      return true;
    } catch (err) {
      this.#kernel.log.warn({ err }, 'what log-ins were the first to come with could not be stored; it is tried again');
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#begin(), AGAIN_MS);
      return false;
    }
  }
}
