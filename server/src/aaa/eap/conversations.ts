import { randomBytes } from 'node:crypto';
import type { EapMethod } from '@isp/radius';
import type { Client } from '../directory/clients.ts';

/** An EAP conversation between two of its packets. */
export interface Conversation {
  /** Whose it is: the NAS, and the User-Name, one character an octet. */
  readonly client: Client;
  readonly user_name: string;
  /** Identifier of the Request that is to be answered. */
  readonly identifier: number;
  /** `undefined` while the identity is asked for. */
  readonly method: EapMethod | undefined;
  /** Types of method that may still be tried. */
  readonly left: readonly number[];
  readonly expires_ms: number;
}

const STATE = 16;
const LIVES_MS = 30_000;
const MOST = 4000;

/**
 * The conversations under way, by State: unguessable, good once and for half a minute (RFC 5080 2.1.1). At most 4,000, each with a TLS connection of some
 * about 75 kB at most; then the oldest gives way.
 */
export class Conversations {
  #all = new Map<string, Conversation>();

  /** How many are under way. */
  get count(): number {
    return this.#all.size;
  }

  /** Keeps one until its answer comes; gives its State. `now` in milliseconds. */
  keep(one: Omit<Conversation, 'expires_ms'>, now: number): Buffer {
    this.#forget(now);
    const state = randomBytes(STATE);
    this.#all.set(state.toString('latin1'), { ...one, expires_ms: now + LIVES_MS });
    return state;
  }

  /** The conversation of a State, which is then used up; `undefined` when there is none of this NAS and User-Name. */
  take(state: Buffer, client: Client, userName: string, now: number): Conversation | undefined {
    const key = state.toString('latin1');
    const found = this.#all.get(key);
    if (found === undefined || found.expires_ms <= now) return undefined;
    if (found.client.address !== client.address || found.client.nas_id !== client.nas_id) return undefined;
    if (found.user_name !== userName) return undefined;
    this.#all.delete(key);
    return found;
  }

  /** Puts back one whose answer was none, under its State. */
  restore(state: Buffer, one: Conversation): void {
    this.#all.set(state.toString('latin1'), one);
  }

  /** Gives up those whose time is over. */
  #forget(now: number): void {
    for (const [key, { expires_ms, method }] of this.#all) {
      if (expires_ms > now && this.#all.size < MOST) return;
      this.#all.delete(key);
      method?.close?.();
    }
  }
}
