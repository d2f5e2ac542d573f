import { isIPv4, isIPv6 } from 'node:net';

/** An address as octets: 4 for IPv4, 16 for IPv6; `undefined` when it is none. */
export const octetsOf = (address: string): number[] | undefined => {
  if (isIPv4(address)) return address.split('.').map((part) => Number.parseInt(part, 10));
  if (!isIPv6(address)) return undefined;
  const [head = '', tail] = address.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  return [...before, ...new Array<number>(16 - before.length - after.length).fill(0), ...after];
};

const groups = (text: string): number[] =>
  text === ''
    ? []
    : text.split(':').flatMap((part) => {
        if (part.includes('.')) return part.split('.').map((octet) => Number.parseInt(octet, 10));
        const group = Number.parseInt(part, 16);
        return [group >> 8, group & 0xff];
      });

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The address a datagram came from in one form: an IPv4 address that arrived on an IPv6 socket is IPv4 again, a zone is cut off. */
export const plainAddress = (source: string): string => {
  const bare = source.includes('%') ? source.slice(0, source.indexOf('%')) : source;
  return MAPPED.exec(bare)?.[1] ?? bare;
};

/** A range of addresses. */
export interface Range {
  readonly octets: readonly number[];
  readonly prefix: number;
}

/** A range from its CIDR form, `'10.0.0.0/8'`; one address alone is a range of itself. `undefined` when it is none. */
export const parseRange = (cidr: string): Range | undefined => {
  const [address = '', length] = cidr.split('/');
  const octets = octetsOf(plainAddress(address));
  if (octets === undefined) return undefined;
  const prefix = length === undefined ? octets.length * 8 : Number.parseInt(length, 10);
  return prefix >= 0 && prefix <= octets.length * 8 ? { octets, prefix } : undefined;
};

const holds = (range: Range, octets: readonly number[]): boolean => {
  if (range.octets.length !== octets.length) return false;
  const whole = range.prefix >> 3;
  for (let i = 0; i < whole; i++) if (range.octets[i] !== octets[i]) return false;
  const rest = range.prefix & 7;
  const mask = (0xff << (8 - rest)) & 0xff;
  return rest === 0 || ((range.octets[whole] ?? 0) & mask) === ((octets[whole] ?? 0) & mask);
};

/** The first of `ranges` that holds the address: with the longest prefixes first, the narrowest. */
export const findRange = <R extends Range>(ranges: readonly R[], address: string): R | undefined => {
  const octets = octetsOf(address);
  return octets === undefined ? undefined : ranges.find((range) => holds(range, octets));
};

/** True when the range begins where it says: no bits beyond its prefix. */
export const isNetwork = ({ octets, prefix }: Range): boolean =>
  octets.every((octet, i) => (octet & (0xff >> Math.min(8, Math.max(0, prefix - i * 8)))) === 0);
