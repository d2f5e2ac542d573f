import type { Held, Key } from '../core/assignment.ts';
import { type Decision, UNASKED, withoutAddress } from '../core/authorize.ts';
import { prefixAttributes } from '../directory/prefixes.ts';
import { ipv4Number } from '../directory/user.ts';

/** What the database said of a subscription's addresses. */
export interface Answer {
  readonly held: readonly Held[];
  /** Pools that had none for it, and let nobody on without. */
  readonly full: readonly string[];
}

/** What a log-in gets: addresses, or why it gets none. */
export interface Given {
  readonly framed_ip: number;
  readonly prefixes: Uint8Array;
  readonly without: Decision | undefined;
}

/** Asks for the addresses of many, in one transaction; by subscription. */
export type AskForAddresses = (keys: readonly Key[]) => Promise<ReadonlyMap<string, Answer>>;

/** So many log-ins wait for an address that one more would be answered too late. */
export class TooManyAsking extends Error {}

/** Asked about at once. */
const TOGETHER = 500;
/** Waiting and under way: at a thousand a second, what a NAS waits for. */
const MOST = 4000;

interface Waiting {
  readonly key: Key;
  readonly promise: Promise<Given | undefined>;
  readonly resolve: (given: Given | undefined) => void;
}

const textOf = (held: readonly Held[], kind: Held['kind']): string | null =>
  held.find((one) => one.kind === kind)?.address ?? null;

const givenBy = (answer: Answer | undefined): Given => {
  if (answer === undefined) return { framed_ip: 0, prefixes: Buffer.alloc(0), without: UNASKED };
  const { held, full } = answer;
  const [pool] = full;
  return {
    framed_ip: ipv4Number(textOf(held, 'ipv4')?.split('/')[0] ?? null),
    prefixes: prefixAttributes(textOf(held, 'ipv6-prefix'), textOf(held, 'ipv6-delegated')),
    without: pool === undefined ? undefined : withoutAddress(pool),
  };
};

/**
 * Asks the database which addresses those have whose own the directory does not know for sure: one transaction at a time, for all who came while the one before
 * ran. A subscription that asks again meanwhile waits with itself.
 */
export class AddressAsks {
  #ask: AskForAddresses;
  #waiting = new Map<string, Waiting>();
  #underWay = new Map<string, Waiting>();
  #running = false;
  readonly counts = { asked: 0, full: 0, failed: 0 };

  constructor(ask: AskForAddresses) {
    this.#ask = ask;
  }

  /** Subscriptions whose addresses are asked for or are to be. */
  get underWay(): number {
    return this.#waiting.size + this.#underWay.size;
  }

  /** The addresses of a subscription; `undefined` when the database could not be asked. Throws `TooManyAsking`. */
  ask(key: Key): Promise<Given | undefined> {
    const same = this.#waiting.get(key.subscription_id) ?? this.#underWay.get(key.subscription_id);
    if (same !== undefined) return same.promise;
    if (this.underWay >= MOST) throw new TooManyAsking();
    const { promise, resolve } = Promise.withResolvers<Given | undefined>();
    this.#waiting.set(key.subscription_id, { key, promise, resolve });
    if (!this.#running) void this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    this.#running = true;
    await Promise.resolve();
    while (this.#waiting.size > 0) await this.#some([...this.#waiting.values()].slice(0, TOGETHER));
    this.#running = false;
  }

  async #some(some: readonly Waiting[]): Promise<void> {
    for (const one of some) {
      this.#waiting.delete(one.key.subscription_id);
      this.#underWay.set(one.key.subscription_id, one);
    }
    const answers = await this.#ask(some.map((one) => one.key)).catch(() => undefined);
    for (const one of some) {
      this.#underWay.delete(one.key.subscription_id);
      this.#answer(one, answers);
    }
  }

  #answer({ key, resolve }: Waiting, answers: ReadonlyMap<string, Answer> | undefined): void {
    this.counts.asked++;
    if (answers === undefined) this.counts.failed++;
    const given = answers && givenBy(answers.get(key.subscription_id));
    if (given?.without !== undefined) this.counts.full++;
    resolve(given);
  }
}
