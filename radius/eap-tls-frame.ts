/** Flags before the TLS data of EAP-TLS and its kin; the low three bits are the version of PEAP and EAP-TTLS (RFC 5216 3.1, RFC 5281 9.1). */
const LENGTH = 0x80;
const MORE = 0x40;
const START = 0x20;
const RESERVED_VERSION = 0x07;

/** The longest flight we take or send: three times a long chain of certificates. */
const MAX_FLIGHT = 65_536;
/** Octets before the data of a first fragment: flags, length. */
const HEAD = 5;

/** What a peer's Response was. */
export type TlsHeard =
  /** The last or only fragment: the flight is whole. */
  | { readonly kind: 'flight'; readonly octets: Buffer }
  /** A fragment: it is to be acknowledged with an empty Request. */
  | { readonly kind: 'more' }
  /** It acknowledges a fragment or a last flight. */
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'malformed' };

/**
 * Flights of TLS cut into EAP packets and put together again (RFC 5216 2.1.5, 3.1; RFC 5281 9.2). One side waits for the other after each packet, so
 * there is one flight under way in each direction at most.
 */
export class TlsFlights {
  #version: number;
  #room: number;
  #out: Buffer = Buffer.alloc(0);
  #sent = 0;
  #in: Buffer[] = [];
  #inLength = 0;
  #announced: number | undefined;

  /** `size` is the most octets of data that a Request may have. */
  constructor(version: number, size: number) {
    this.#version = version & RESERVED_VERSION;
    this.#room = Math.max(1, size - HEAD);
  }

  /** The data of the Request that begins the method. */
  start(): Buffer {
    return Buffer.of(START | this.#version);
  }

  /** The data of the Request that acknowledges a fragment, or asks for the next message. */
  acknowledge(): Buffer {
    return Buffer.of(this.#version);
  }

  /** True while fragments of our flight are left to send. */
  get sending(): boolean {
    return this.#sent < this.#out.length;
  }

  /** Takes our next flight; `nextFragment` gives it piece by piece. A `RangeError` when it is over 64 KiB. */
  send(flight: Buffer): void {
    if (flight.length > MAX_FLIGHT) throw new RangeError('a flight has at most 65536 octets');
    this.#out = flight;
    this.#sent = 0;
  }

  /** The data of the next Request: the length is in the first of several. */
  nextFragment(): Buffer {
    const first = this.#sent === 0;
    const piece = this.#out.subarray(this.#sent, this.#sent + this.#room);
    this.#sent += piece.length;
    const more = this.sending;
    if (!first || !more) return Buffer.concat([Buffer.of(this.#version | (more ? MORE : 0)), piece]);
    const head = Buffer.alloc(HEAD);
    head[0] = this.#version | LENGTH | MORE;
    head.writeUInt32BE(this.#out.length, 1);
    return Buffer.concat([head, piece]);
  }

  /** Takes the data of a Response. What is no frame, is longer than announced, or would be over 64 KiB is `malformed`. */
  hear(data: Uint8Array): TlsHeard {
    const flags = data[0];
    if (flags === undefined || (flags & START) !== 0) return { kind: 'malformed' };
    const at = (flags & LENGTH) === 0 ? 1 : HEAD;
    if (data.length < at) return { kind: 'malformed' };
    const piece = Buffer.from(data.subarray(at));
    if (at === HEAD) this.#announced ??= Buffer.from(data).readUInt32BE(1);
    const more = (flags & MORE) !== 0;
    if (piece.length === 0) return more || this.#inLength > 0 ? { kind: 'malformed' } : { kind: 'acknowledged' };
    return this.#join(piece, more);
  }

  #join(piece: Buffer, more: boolean): TlsHeard {
    this.#in.push(piece);
    this.#inLength += piece.length;
    const most = Math.min(this.#announced ?? MAX_FLIGHT, MAX_FLIGHT);
    if (this.#inLength > most || this.sending) return { kind: 'malformed' };
    if (more) return { kind: 'more' };
    const octets = Buffer.concat(this.#in);
    const whole = this.#announced === undefined || this.#announced === octets.length;
    this.#in = [];
    this.#inLength = 0;
    this.#announced = undefined;
    return whole ? { kind: 'flight', octets } : { kind: 'malformed' };
  }
}
