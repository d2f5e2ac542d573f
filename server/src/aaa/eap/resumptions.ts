import { randomBytes } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import { offeredIn } from './client-hello.ts';
import { type EapTls, RESUMABLE_S } from './tls-context.ts';

/** A ticket's key: the name it goes by, which stands in clear at the ticket's beginning, and what encrypts and signs it. */
const KEY = 48;
const KEY_NAME = 16;
/** Octets kept for each: about 300, and the state of its session where tickets are not used, 2,000 at the most. */
const MOST = 20_000;

/** Who came in by a session that may be resumed. */
export interface Proof {
  /** The name that was proven inside; `undefined` when it is the EAP identity. */
  readonly name: Uint8Array | undefined;
  /** What changes with the password it was proven by. */
  readonly mark: string;
}

/** A session as TLS keeps it before 1.3 for peers without tickets. */
export interface TlsSession {
  readonly id: Buffer;
  readonly state: Buffer;
}

interface Kept extends Proof {
  readonly key: Buffer;
  readonly session: TlsSession | undefined;
  readonly tls: EapTls;
  readonly type: number;
  readonly until: number;
}

/** What a connection is begun with. `proof` is whose session it resumes, if TLS agrees; `keep` lets this one be resumed. */
export interface Beginning {
  readonly context: SecureContext;
  readonly session: TlsSession | undefined;
  readonly proof: Proof | undefined;
  keep(proof: Proof, session: TlsSession | undefined): void;
}

/**
 * Sessions of EAP over TLS that may be resumed. Each connection has a ticket key of its own, which is kept only when its user has proven
 * themselves to the end: a ticket of anybody else opens nothing. A peer without tickets (before TLS 1.3, as wpa_supplicant is) names its
 * session, whose state is kept here. A change of our certificate, of the clients' authority or of its revocation list ends all of them.
 */
export class Resumptions {
  #kept = new Map<string, Kept>();
  #now: () => number;
  /** Connections that came back to one of before. */
  resumed = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Begins a connection of a method's type for the peer's first flight. `isGood` says whether a proof is good still. */
  begin(tls: EapTls, type: number, flight: Buffer, isGood: (proof: Proof) => boolean): Beginning {
    const found = this.#find(flight);
    const kept =
      found?.tls === tls && found.type === type && found.until > this.#now() && isGood(found) ? found : undefined;
    const key = kept?.key ?? randomBytes(KEY);
    return {
      context: tls.context(key, `eap ${type}`),
      session: kept?.session,
      proof: kept,
      keep: ({ name, mark }, session) => {
        const one = { name, mark, key, session, tls, type, until: this.#now() + RESUMABLE_S * 1000 };
        for (const name of [key.subarray(0, KEY_NAME), ...(session ? [session.id] : [])]) this.#keep(name, one);
      },
    };
  }

  #find(flight: Buffer): Kept | undefined {
    const { session, ticket } = offeredIn(flight);
    return this.#kept.get(ticket.toString('latin1', 0, KEY_NAME)) ?? this.#kept.get(session.toString('latin1'));
  }

  #keep(name: Buffer, kept: Kept): void {
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= MOST) this.#kept.delete(oldest);
    this.#kept.set(name.toString('latin1'), kept);
  }
}
