/** A place for one request on what carries it: its identifier is nobody else's until it is given back (RFC 2865 3). */
export interface Slot {
  readonly identifier: number;
  send(packet: Buffer): void;
  /** Gives the identifier back. */
  end(): void;
}

/** What carries requests to one port of a home server, and brings what comes from there. */
export interface Carrier {
  /** A place for a request; `undefined` when there is none free, or no connection. `heard` is told what comes with its identifier. For the watchdog of a connection one is kept free (RFC 6613 2.6.5). */
  open(heard: (datagram: Buffer) => void, isWatchdog?: boolean): Slot | undefined;
  /** Whether a request that a NAS repeats is sent again: by UDP it may be lost, a connection loses none (RFC 6613 2.6.1). */
  readonly repeats: boolean;
  /** Ends what there is; a connection is made anew. */
  reset(why: string): void;
  close(): void;
}

/** What a connection tells of itself. */
export interface CarrierEvents {
  up(): void;
  /** No connection any more, or none was had: requests on it get no answer. */
  down(why: string): void;
}

const IDENTIFIERS = 256;

/** The identifiers of one line, handed out in turn, so that one comes round only after all others. */
export class Identifiers {
  readonly #heard = new Array<((datagram: Buffer) => void) | undefined>(IDENTIFIERS).fill(undefined);
  #next: number;
  #used = 0;
  readonly #first: number;

  /** Those from `first` on; where the round begins is `start`. */
  constructor(first: number, start: number) {
    this.#first = first;
    this.#next = Math.max(first, start % IDENTIFIERS);
  }

  get used(): number {
    return this.#used;
  }

  /** A free one, or -1. */
  take(heard: (datagram: Buffer) => void): number {
    for (let i = this.#first; i < IDENTIFIERS; i++) {
      const id = this.#next;
      this.#next = id + 1 < IDENTIFIERS ? id + 1 : this.#first;
      if (this.#heard[id] !== undefined) continue;
      this.#heard[id] = heard;
      this.#used++;
      return id;
    }
    return -1;
  }

  /** The one below the first, which is kept for the watchdog; -1 while it is taken. */
  takeKept(heard: (datagram: Buffer) => void): number {
    const id = this.#first - 1;
    if (id < 0 || this.#heard[id] !== undefined) return -1;
    this.#heard[id] = heard;
    this.#used++;
    return id;
  }

  give(id: number): void {
    if (this.#heard[id] !== undefined) this.#used--;
    this.#heard[id] = undefined;
  }

  /** Tells whoever has the identifier of this packet. */
  hear(datagram: Buffer): void {
    this.#heard[datagram[1] ?? 0]?.(datagram);
  }
}
