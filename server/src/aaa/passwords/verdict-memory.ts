const MOST = 200_000;
const LIVES_MS = 7 * 24 * 3_600_000;

/** What was found right, by key: 200,000 at most (about 20 MB), each for a week after it was asked for last. Those asked for least lately give way. */
export class VerdictMemory {
  /** Until when, in milliseconds; those asked for last at the end. */
  #until = new Map<string, number>();

  has(key: string, now: number): boolean {
    const until = this.#until.get(key);
    if (until === undefined) return false;
    this.#until.delete(key);
    if (until <= now) return false;
    this.#until.set(key, now + LIVES_MS);
    return true;
  }

  add(key: string, now: number): void {
    for (const [oldest, until] of this.#until) {
      if (until > now && this.#until.size < MOST) break;
      this.#until.delete(oldest);
    }
    this.#until.set(key, now + LIVES_MS);
  }
}
