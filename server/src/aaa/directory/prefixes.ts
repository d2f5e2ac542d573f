import { encodeAttributes } from '@isp/radius';

/** Octets of a place: their number, then two attributes of twenty octets at most. */
const PLACE = 41;
const FIRST = 256;
/** Buffers of each length, to hand attributes out in their exact length without making one. */
const SCRATCH = Array.from({ length: PLACE }, (_, n) => Buffer.alloc(n));

/** The attributes that say a user's IPv6 prefixes, given as CIDR (RFC 3162 2.3, RFC 4818 3); one of /128 is an address (RFC 6911 3.1). */
export const prefixAttributes = (framed: string | null, delegated: string | null): Buffer => {
  const [address, length] = framed?.split('/') ?? [];
  const { bytes } = encodeAttributes([
    ...(framed === null || length === '128' ? [] : [{ name: 'Framed-IPv6-Prefix' as const, value: framed }]),
    ...(address !== undefined && length === '128' ? [{ name: 'Framed-IPv6-Address' as const, value: address }] : []),
    ...(delegated === null ? [] : [{ name: 'Delegated-IPv6-Prefix' as const, value: delegated }]),
  ]);
  return bytes;
};

/** IPv6 prefixes of the users who have some, as the attributes that say them: 41 octets each, in one buffer. */
export class Prefixes {
  #octets = Buffer.alloc(FIRST * PLACE);
  #free: number[] = [];
  #next = 1;

  /** Keeps attributes; gives their place, 0 for none. */
  add(attributes: Uint8Array): number {
    if (attributes.length === 0) return 0;
    const place = this.#free.pop() ?? this.#next++;
    if ((place + 1) * PLACE > this.#octets.length)
      this.#octets = Buffer.concat([this.#octets], Math.ceil(this.#octets.length / PLACE / 2) * 3 * PLACE);
    this.#octets[place * PLACE] = attributes.length;
    this.#octets.set(attributes, place * PLACE + 1);
    return place;
  }

  /** Forgets what lies at a place. */
  free(place: number): void {
    if (place !== 0) this.#free.push(place);
  }

  /** What lies at a place, good until the next reading. Makes no garbage. */
  read(place: number): Buffer {
    const at = place * PLACE;
    const size = this.#octets[at] as number;
    const scratch = SCRATCH[size] as Buffer;
    for (let i = 0; i < size; i++) scratch[i] = this.#octets[at + 1 + i] as number;
    return scratch;
  }
}
