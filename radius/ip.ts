import { isIPv4, isIPv6 } from 'node:net';

/** The dotted form of 4 octets. */
export const formatIpv4 = (bytes: Uint8Array, at = 0): string =>
  `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;

/** The 4 octets of a dotted address, or `undefined`. */
export const parseIpv4 = (text: string): Buffer | undefined =>
  isIPv4(text) ? Buffer.from(text.split('.').map((part) => Number.parseInt(part, 10))) : undefined;

/** Where the longest run of zero groups starts and how long it is; a run of one is not shortened (RFC 5952 4.2.2). */
const longestZeroRun = (groups: readonly number[]): { start: number; length: number } => {
  let best = { start: -1, length: 1 };
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - i > best.length) best = { start: i, length: end - i };
    if (end > i) i = end;
  }
  return best;
};

/** The text of 16 octets, in the one form RFC 5952 4 recommends. */
export const formatIpv6 = (bytes: Uint8Array, at = 0): string => {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[at + 2 * i] ?? 0) << 8) | (bytes[at + 2 * i + 1] ?? 0));
  const hex = groups.map((group) => group.toString(16));
  const run = longestZeroRun(groups);
  if (run.start < 0) return hex.join(':');
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`;
};

const groupsOf = (text: string): number[] =>
  text === ''
    ? []
    : text.split(':').flatMap((part) => {
        const v4 = parseIpv4(part);
        return v4 === undefined ? [Number.parseInt(part, 16)] : [v4.readUInt16BE(0), v4.readUInt16BE(2)];
      });

/** The 16 octets of an IPv6 address, or `undefined`; a zone (`%eth0`) is refused, as the wire has no room for it. */
export const parseIpv6 = (text: string): Buffer | undefined => {
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail] = text.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const groups = [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
  const bytes = Buffer.alloc(16);
  for (const [i, group] of groups.entries()) bytes.writeUInt16BE(group, 2 * i);
  return bytes;
};

/** Clears the bits of an address that lie beyond its prefix, in place. */
export const clearHostBits = (address: Buffer, prefix: number): Buffer => {
  for (let i = 0; i < address.length; i++) {
    const kept = Math.min(8, Math.max(0, prefix - 8 * i));
    address[i] = (address[i] as number) & (0xff << (8 - kept)) & 0xff;
  }
  return address;
};
