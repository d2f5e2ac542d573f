import { isNetwork, parseRange, type Range } from './address.ts';

/** What is assigned from a pool: Framed-IP-Address, Framed-IPv6-Prefix, Delegated-IPv6-Prefix. */
export type PoolKind = 'ipv4' | 'ipv6-prefix' | 'ipv6-delegated';

/** A range with the length that each gets of it, in bits. */
export interface Units extends Range {
  readonly length: number;
}

/** Offsets, in units from the range's beginning, that are given out: from `first` up to `end`. */
export interface Offsets {
  readonly first: bigint;
  readonly end: bigint;
}

/** Addresses one range may hold; more would take longer than a year to use up, at a thousand a second. */
const MOST_BITS = 40;

const bitsOf = ({ octets }: Range): number => octets.length * 8;

/** Reads a range and the length each gets of it; `undefined` when it does not begin where it says, or cannot be divided so. */
export const readUnits = (kind: PoolKind, cidr: string, length: number): Units | undefined => {
  const range = parseRange(cidr);
  if (range === undefined || !isNetwork(range)) return undefined;
  if ((kind === 'ipv4') !== (range.octets.length === 4)) return undefined;
  if (kind === 'ipv4' && length !== 32) return undefined;
  const bits = length - range.prefix;
  return length <= bitsOf(range) && bits >= 0 && bits <= MOST_BITS ? { ...range, length } : undefined;
};

/**
 * What of a range is given out: prefixes all. Of single addresses the first two are the network's and its gateway's, and the last of IPv4 is the broadcast
 * address, unless `whole` says that every one is to be given out, as PPPoE allows. `undefined` when nothing is left.
 */
export const offsetsOf = (units: Units, whole: boolean): Offsets | undefined => {
  const count = 2n ** BigInt(units.length - units.prefix);
  const isSingle = units.length === bitsOf(units);
  if (whole || !isSingle) return { first: 0n, end: count };
  const end = units.octets.length === 4 ? count - 1n : count;
  return end > 2n ? { first: 2n, end } : undefined;
};

const numberOf = (octets: readonly number[]): bigint => octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);

const ipv4Text = (n: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (n >> shift) & 255n).join('.');

const ipv6Text = (n: bigint): string =>
  [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((n >> shift) & 0xffffn).toString(16)).join(':');

/** The addresses of a range from one offset up to another, as CIDR. */
export const addressesAt = (units: Units, { first, end }: Offsets): string[] => {
  const base = numberOf(units.octets);
  const step = 2n ** BigInt(bitsOf(units) - units.length);
  const text = units.octets.length === 4 ? ipv4Text : ipv6Text;
  return Array.from({ length: Number(end - first) }, (_, i) => {
    const at = base + (first + BigInt(i)) * step;
    return `${text(at)}/${units.length}`;
  });
};
