import { DISTRUST, MALFORMED } from '@isp/radius';
import type { DiscardRow } from '../store/log.ts';

/** Why a connection over TLS was not taken, or ended by us. */
export const REFUSALS = [
  'tls-failed',
  'certificate-bad',
  'certificate-unknown',
  'certificate-of-several',
  'too-many-connections',
  'not-reading',
] as const;
/** One of `REFUSALS`. */
export type Refusal = (typeof REFUSALS)[number];

/** Why a datagram or a connection got no answer. */
export const DISCARDS = [
  ...MALFORMED,
  ...DISTRUST,
  'unknown-client',
  'nas-identifier-missing',
  'nas-identifier-unknown',
  'nas-refused',
  'range-full',
  'wrong-port',
  'no-credential',
  'eap-malformed',
  'eap-unasked',
  'in-flight',
  'passwords-waiting',
  'addresses-waiting',
  'answer-too-large',
  'status-type-missing',
  'status-type-unknown',
  'session-id-missing',
  'queue-full',
  'not-storable',
  'unable',
  'handler-failed',
  'home-dead',
  'home-silent',
  'proxy-full',
  'proxy-loop',
  'replayed',
  ...REFUSALS,
] as const;
/** One of `DISCARDS`. */
export type Discard = (typeof DISCARDS)[number];

const NUMBER = new Map<string, number>(DISCARDS.map((reason, i) => [reason, i]));
const CLIENTS = 4096;
const OTHERS = 'others';

/** Counts unanswered datagrams by client and reason, in bounded memory: the 4097th client and those after it count as `others`. */
export class Discards {
  #byClient = new Map<string, Uint32Array>();
  /** Counts since the process began, in the order of `DISCARDS`. */
  readonly totals = new Float64Array(DISCARDS.length);

  /** One more. */
  count(client: string, reason: Discard): void {
    const i = NUMBER.get(reason) as number;
    this.totals[i] = (this.totals[i] as number) + 1;
    this.#add(client, i, 1);
  }

  /** What was counted since the last taking. */
  take(): DiscardRow[] {
    const rows: DiscardRow[] = [];
    for (const [client, counts] of this.#byClient)
      for (const [i, count] of counts.entries())
        if (count > 0) rows.push({ client, reason: DISCARDS[i] as Discard, count });
    this.#byClient.clear();
    return rows;
  }

  /** Puts back what could not be written. */
  restore(rows: readonly DiscardRow[]): void {
    for (const { client, reason, count } of rows) this.#add(client, NUMBER.get(reason) ?? 0, count);
  }

  #add(client: string, i: number, count: number): void {
    const counts = this.#byClient.get(client) ?? this.#room(client);
    counts[i] = (counts[i] as number) + count;
  }

  #room(client: string): Uint32Array {
    const name = this.#byClient.size < CLIENTS ? client : OTHERS;
    const counts = this.#byClient.get(name) ?? new Uint32Array(DISCARDS.length);
    this.#byClient.set(name, counts);
    return counts;
  }
}
