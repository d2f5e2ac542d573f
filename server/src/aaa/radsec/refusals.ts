import type { Logger } from '../../kernel/observe.ts';
import { type Discards, REFUSALS, type Refusal } from '../answer/discards.ts';

const PERIOD_MS = 60_000;
const LINES = 10;

/** What is known of such a connection. */
interface Refused {
  /** Where it came from. */
  readonly client: string;
  readonly reason: Refusal;
  /** What TLS found wrong. */
  readonly error?: string | undefined;
  readonly subject?: string | undefined;
  readonly fingerprint?: string | undefined;
}

/** Counts the connections that were refused, or ended for not being read, and writes down the first ten of each minute: with the fingerprint, so that it can be given to its NAS. */
export class Refusals {
  readonly #log: Logger;
  readonly #discards: Discards;
  #since = Number.NEGATIVE_INFINITY;
  #said = 0;
  /** Since the process began, by reason. */
  readonly counts = Object.fromEntries(REFUSALS.map((reason) => [reason, 0])) as Record<Refusal, number>;

  constructor(log: Logger, discards: Discards) {
    this.#log = log;
    this.#discards = discards;
  }

  /** One more. */
  note(refused: Refused): void {
    this.counts[refused.reason]++;
    this.#discards.count(refused.client, refused.reason);
    const now = performance.now();
    if (now - this.#since > PERIOD_MS) this.#begin(now);
    if (this.#said++ < LINES) this.#log.warn(refused, 'a connection over TLS was refused or ended');
  }

  #begin(now: number): void {
    if (this.#said > LINES)
      this.#log.warn(
        { more: this.#said - LINES },
        'more connections over TLS were refused; they are counted by reason',
      );
    this.#since = now;
    this.#said = 0;
  }
}
