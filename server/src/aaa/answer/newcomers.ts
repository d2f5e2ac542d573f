import type { Id } from '@isp/values';
import { system } from '../../kernel/actor.ts';
import { type Kernel, transact } from '../../kernel/ctx.ts';
import type { Directory } from '../directory/directory.ts';
import { registerNas } from '../register-nas.ts';

const AGAIN_MS = 1000;
const AT_ONCE = 100;

/** A NAS that proved the secret of its range and is not known. */
export interface Newcomer {
  readonly range_id: Id;
  /** Its NAS-Identifier, one character an octet, and as text. */
  readonly called: string;
  readonly identifier: string;
  /** Where it was seen first. */
  readonly address: string;
}

/** Stores NASes that register themselves, behind their answers; tried again while the database is away. Their id follows from range and identifier, so nothing is lost by a crash: the next packet registers them. */
export class Newcomers {
  readonly #kernel: Kernel;
  readonly #directory: Directory;
  readonly #waiting = new Set<Newcomer>();
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(kernel: Kernel, directory: Directory) {
    this.#kernel = kernel;
    this.#directory = directory;
  }

  /** Takes one more. */
  add(one: Newcomer): void {
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
      const refused = await this.#tryStore(some);
      if (refused === undefined) return;
      for (const one of some) this.#waiting.delete(one);
      for (const { range_id, called } of refused) this.#directory.clients.dismiss(range_id, called);
    }
  }

  /** Stores some and reads them anew; gives those that are not wanted any more. */
  async #tryStore(some: readonly Newcomer[]): Promise<Newcomer[] | undefined> {
    try {
      const refused = await transact(this.#kernel, system('radius'), async (ctx) => {
        const not: Newcomer[] = [];
        for (const one of some) if (!(await registerNas(ctx, one))) not.push(one);
        return not;
      });
      await this.#directory.refresh();
      return refused;
    } catch (err) {
      this.#kernel.log.warn({ err }, 'NASes that register themselves could not be stored; it is tried again');
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#begin(), AGAIN_MS);
      return undefined;
    }
  }
}
