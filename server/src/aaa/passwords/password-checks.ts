import { createHmac, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { StoredPassword } from '../core/password.ts';
import { isPassword, isSlow, isSlowPassword } from './one-way.ts';
import { VerdictMemory } from './verdict-memory.ts';

/** So many passwords are looked at by slow hashes or wait for it that one more would be answered too late. */
export class TooManyWaiting extends Error {}

type Verify = (candidate: Buffer, stored: StoredPassword) => Promise<boolean>;

/** Checks at once: a processor is left to the packets, and a thread of Node's four to files and names. */
const AT_ONCE = Math.max(1, Math.min(3, availableParallelism() - 1));
/** Under way and waiting: at 50 ms each, three seconds on one processor, which is what a NAS waits for. */
const MOST = 64;

/**
 * Tells whether a password is the right one. Fast kinds tell at once. A slow hash is asked outside the packets' thread, a few at a time, 64 under way at most;
 * what it found right is remembered, so that everybody who logs in again after a power cut costs a fast hash each.
 */
export class PasswordChecks {
  #verify: Verify;
  #memory = new VerdictMemory();
  #key = randomBytes(32);
  #underWay = new Map<string, Promise<boolean>>();
  #running = 0;
  #waiting: (() => void)[] = [];

  /** `verify` asks the slow hashes. */
  constructor(verify: Verify = isSlowPassword) {
    this.#verify = verify;
  }

  /** Checks by slow hashes under way, those that wait among them. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Whether `candidate` is the password that is kept; a promise when a slow hash has to be asked. Throws `TooManyWaiting` when too many are asked. */
  check(candidate: Buffer, stored: StoredPassword): boolean | Promise<boolean> {
    if (!isSlow(stored.password_kind)) return isPassword(candidate, stored);
    const key = this.#keyOf(candidate, stored);
    if (this.#memory.has(key, performance.now())) return true;
    const same = this.#underWay.get(key);
    if (same !== undefined) return same;
    if (this.#underWay.size >= MOST) throw new TooManyWaiting();
    const asked = this.#ask(candidate, stored, key).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, asked);
    return asked;
  }

  /** Hash and candidate in one, so that a hash that was changed is not remembered; worthless without the key of this process. A written hash has no zero in it. */
  #keyOf(candidate: Buffer, { password }: StoredPassword): string {
    return createHmac('sha256', this.#key).update(password).update('\0').update(candidate).digest('latin1');
  }

  async #ask(candidate: Buffer, stored: StoredPassword, key: string): Promise<boolean> {
    if (this.#running >= AT_ONCE) await new Promise<void>((turn) => this.#waiting.push(turn));
    else this.#running++;
    try {
      const right = await this.#verify(candidate, stored);
      if (right) this.#memory.add(key, performance.now());
      return right;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
