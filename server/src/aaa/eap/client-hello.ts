/** TLS: record of the handshake, first message, extensions that carry a ticket (RFC 8446 4.1.2, 4.2.11; RFC 5077 3.2). */
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SESSION_TICKET = 35;
const PRE_SHARED_KEY = 41;
const RECORD_HEAD = 5;
const MESSAGE_HEAD = 4;
const VERSION_AND_RANDOM = 34;

/** Reads on, never beyond the end. */
class Reader {
  #octets: Buffer;
  #at: number;

  constructor(octets: Buffer, at = 0) {
    this.#octets = octets;
    this.#at = at;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  number(size: 1 | 2): number {
    if (this.left < size) throw new RangeError('cut short');
    const value = this.#octets.readUIntBE(this.#at, size);
    this.#at += size;
    return value;
  }

  /** Octets after a length of `size` octets. */
  block(size: 1 | 2): Buffer {
    const length = this.number(size);
    if (this.left < length) throw new RangeError('cut short');
    this.#at += length;
    return this.#octets.subarray(this.#at - length, this.#at);
  }
}

const ticketOf = (type: number, data: Buffer): Buffer | undefined => {
  if (type === SESSION_TICKET) return data;
  if (type !== PRE_SHARED_KEY) return undefined;
  return new Reader(new Reader(data).block(2)).block(2);
};

/** What a ClientHello offers to resume by. */
export interface Offered {
  /** The session's id before TLS 1.3, when no ticket is used; empty when there is none. */
  readonly session: Buffer;
  /** Empty when there is none. */
  readonly ticket: Buffer;
}

const NONE = Buffer.alloc(0);

const read = (flight: Buffer): Offered => {
  if (flight[0] !== HANDSHAKE || flight[RECORD_HEAD] !== CLIENT_HELLO) return { session: NONE, ticket: NONE };
  const hello = new Reader(flight, RECORD_HEAD + MESSAGE_HEAD + VERSION_AND_RANDOM);
  const session = hello.block(1);
  hello.block(2);
  hello.block(1);
  const extensions = new Reader(hello.block(2));
  while (extensions.left > 0) {
    const ticket = ticketOf(extensions.number(2), extensions.block(2));
    if (ticket !== undefined && ticket.length > 0) return { session, ticket };
  }
  return { session, ticket: NONE };
};

/** What a flight offers to resume by: nothing, when it is no ClientHello in one record. Never throws. */
export const offeredIn = (flight: Buffer): Offered => {
  try {
    return read(flight);
  } catch {
    return { session: NONE, ticket: NONE };
  }
};
