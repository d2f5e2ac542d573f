import { ATTRIBUTE, HEADER_OCTETS, isKnownCode, MAX_PACKET_OCTETS } from './codes.ts';

/** Attributes we read in one packet; one with more is discarded. */
export const MAX_ATTRIBUTES = 200;

/** Why a datagram is not a packet we process. Counters are keyed by these. */
export const MALFORMED = [
  'too-short',
  'length-under-20',
  'length-over-4096',
  'length-over-datagram',
  'unknown-code',
  'attribute-zero',
  'attribute-framing',
  'too-many-attributes',
  'message-authenticator-length',
  'message-authenticator-repeated',
] as const;
/** One of `MALFORMED`. */
export type Malformed = (typeof MALFORMED)[number];

const EMPTY = Buffer.alloc(0);

/**
 * A datagram looked at in place: where each attribute's value is, nothing copied. Made once and filled again and again by
 * `parsePacket`, so reading a packet makes no garbage. What it says holds until the next parse, and while the datagram's octets stay.
 *
 *     const view = new PacketView();
 *     if (parsePacket(view, datagram) === undefined) {
 *       const name = view.latin1(ATTRIBUTE.user_name);
 *     }
 */
export class PacketView {
  /** The datagram; octets from `length` on are padding. */
  bytes: Buffer = EMPTY;
  code = 0;
  identifier = 0;
  /** Octets of the packet as its Length field says. */
  length = 0;
  /** Number of attributes. */
  count = 0;
  /** Type of attribute `i`. */
  readonly types = new Uint8Array(MAX_ATTRIBUTES);
  /** Offset in `bytes` of the value of attribute `i`. */
  readonly starts = new Int32Array(MAX_ATTRIBUTES);
  /** Octets of the value of attribute `i`, 0–253. */
  readonly sizes = new Int32Array(MAX_ATTRIBUTES);
  readonly #first = new Int16Array(256);

  /** Forgets the packet. */
  clear(): void {
    for (let i = 0; i < this.count; i++) this.#first[this.types[i] as number] = 0;
    this.count = 0;
  }

  /** Records one attribute; for `parsePacket`, which has seen that there is room. */
  record(type: number, start: number, size: number): void {
    const i = this.count++;
    this.types[i] = type;
    this.starts[i] = start;
    this.sizes[i] = size;
    if (this.#first[type] === 0) this.#first[type] = i + 1;
  }

  /** Index of the first attribute of `type`, or -1. */
  find(type: number): number {
    return (this.#first[type] as number) - 1;
  }

  /** Index of the next attribute of `type` after index `after`, or -1. */
  next(type: number, after: number): number {
    for (let i = after + 1; i < this.count; i++) if (this.types[i] === type) return i;
    return -1;
  }

  /** True when the packet carries an attribute of `type`. */
  has(type: number): boolean {
    return this.#first[type] !== 0;
  }

  /** Offset of the value of attribute `i`. */
  start(i: number): number {
    return this.starts[i] as number;
  }

  /** Octets of the value of attribute `i`. */
  size(i: number): number {
    return this.sizes[i] as number;
  }

  /** The first attribute of `type` as an unsigned 32-bit integer, or -1 when it is absent or not 4 octets long. */
  integer(type: number): number {
    const i = this.find(type);
    return i < 0 || this.sizes[i] !== 4 ? -1 : this.bytes.readUInt32BE(this.starts[i] as number);
  }

  /** The first attribute of `type`, one character per octet, or `undefined`. Octets are the identity of a name: this never fails. */
  latin1(type: number): string | undefined {
    const i = this.find(type);
    return i < 0 ? undefined : this.latin1At(i);
  }

  /** The value of attribute `i`, one character per octet. */
  latin1At(i: number): string {
    const start = this.starts[i] as number;
    return this.bytes.toString('latin1', start, start + (this.sizes[i] as number));
  }

  /** The first attribute of `type` as UTF-8 text (bad sequences become U+FFFD), or `undefined`. */
  text(type: number): string | undefined {
    const i = this.find(type);
    if (i < 0) return undefined;
    const start = this.starts[i] as number;
    return this.bytes.toString('utf8', start, start + (this.sizes[i] as number));
  }

  /** The first attribute of `type`, a window on the datagram, not a copy; or `undefined`. */
  octets(type: number): Buffer | undefined {
    const i = this.find(type);
    if (i < 0) return undefined;
    const start = this.starts[i] as number;
    return this.bytes.subarray(start, start + (this.sizes[i] as number));
  }

  /** The first sub-attribute `type` of `vendor` in the usual format (RFC 2865 5.26, one octet type, one octet length), a window; or `undefined`. */
  vendorOctets(vendor: number, type: number): Buffer | undefined {
    for (let i = this.find(ATTRIBUTE.vendor_specific); i >= 0; i = this.next(ATTRIBUTE.vendor_specific, i)) {
      const start = this.starts[i] as number;
      const end = start + (this.sizes[i] as number);
      if (end - start < 6 || this.bytes.readUInt32BE(start) !== vendor) continue;
      for (let at = start + 4; at + 2 <= end; ) {
        const size = this.bytes[at + 1] as number;
        if (size < 2 || at + size > end) break;
        if (this.bytes[at] === type) return this.bytes.subarray(at + 2, at + size);
        at += size;
      }
    }
    return undefined;
  }
}

const parseAttributes = (view: PacketView, length: number): Malformed | undefined => {
  const bytes = view.bytes;
  let authenticators = 0;
  for (let at = HEADER_OCTETS; at < length; ) {
    if (at + 2 > length) return 'attribute-framing';
    const type = bytes[at] as number;
    const size = bytes[at + 1] as number;
    if (size < 2 || at + size > length) return 'attribute-framing';
    if (type === 0) return 'attribute-zero';
    if (view.count === MAX_ATTRIBUTES) return 'too-many-attributes';
    if (type === ATTRIBUTE.message_authenticator) {
      if (size !== 18) return 'message-authenticator-length';
      if (++authenticators > 1) return 'message-authenticator-repeated';
    }
    view.record(type, at + 2, size - 2);
    at += size;
  }
  return undefined;
};

/** Reads the header of a datagram into `view`, which is empty from then on. */
const parseHeader = (view: PacketView, datagram: Buffer): Malformed | undefined => {
  view.clear();
  view.bytes = datagram;
  if (datagram.length < HEADER_OCTETS) return 'too-short';
  const length = ((datagram[2] as number) << 8) | (datagram[3] as number);
  if (length < HEADER_OCTETS) return 'length-under-20';
  if (length > MAX_PACKET_OCTETS) return 'length-over-4096';
  if (length > datagram.length) return 'length-over-datagram';
  view.code = datagram[0] as number;
  view.identifier = datagram[1] as number;
  view.length = length;
  return isKnownCode(view.code) ? undefined : 'unknown-code';
};

/**
 * Reads the framing of a datagram into `view` and gives `undefined`, or the reason why it is no packet (RFC 2865 3 and 5,
 * RFC 3579 3.2). Never throws, never reads past the datagram; octets after the Length field's are padding and not looked at.
 * A packet that is refused leaves the view empty.
 */
export const parsePacket = (view: PacketView, datagram: Buffer): Malformed | undefined => {
  const malformed = parseHeader(view, datagram) ?? parseAttributes(view, view.length);
  if (malformed !== undefined) view.clear();
  return malformed;
};

/**
 * Reads of a datagram whose attributes are misframed, one with a length of 0 or 1 or past the end, what stands before that one; true when it is such a one.
 * Enough to tell who sent it when its Message-Authenticator is among them, which is made over all the octets (RFC 3579 3.2), and to reject it (RFC 2865 5).
 */
export const parseToFault = (view: PacketView, datagram: Buffer): boolean => {
  const malformed = parseHeader(view, datagram);
  return malformed === undefined && parseAttributes(view, view.length) === 'attribute-framing';
};

/** The packet of `view` with octets and a view of its own, for whoever needs it when the datagram's are gone. */
export const keepPacket = (view: PacketView): PacketView => {
  const kept = new PacketView();
  parsePacket(kept, Buffer.from(view.bytes.subarray(0, view.length)));
  return kept;
};
