const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = new RegExp(`^${OCTET}(\\.${OCTET}){3}$`);
const GROUP = /^[0-9a-f]{1,4}$/i;

/** The dotted form of 4 octets. */
export const formatIpv4 = (bytes: Uint8Array, at = 0): string =>
  `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;

/** The 4 octets of a dotted address, or `undefined`. */
export const parseIpv4 = (text: string): Buffer | undefined =>
  IPV4.test(text) ? Buffer.from(text.split('.').map((part) => Number.parseInt(part, 10))) : undefined;

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

/** The 16-bit groups of one side of `::`, a dotted IPv4 address at the end counting as two; `undefined` when it is no address. */
const groupsOf = (text: string): number[] | undefined => {
  if (text === '') return [];
  const parts = text.split(':');
  const v4 = parseIpv4(parts.at(-1) ?? '');
  const hexParts = v4 === undefined ? parts : parts.slice(0, -1);
  if (!hexParts.every((part) => GROUP.test(part))) return undefined;
  const groups = hexParts.map((part) => Number.parseInt(part, 16));
  return v4 === undefined ? groups : [...groups, v4.readUInt16BE(0), v4.readUInt16BE(2)];
};

/** The 16 octets of an IPv6 address (RFC 4291 2.2), or `undefined`; a zone (`%eth0`) is refused, as the wire has no room for it. */
export const parseIpv6 = (text: string): Buffer | undefined => {
  const [head = '', tail, ...more] = text.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  if (before === undefined || after === undefined || more.length > 0) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const bytes = Buffer.alloc(16);
  for (const [i, group] of before.entries()) bytes.writeUInt16BE(group, 2 * i);
  for (const [i, group] of after.entries()) bytes.writeUInt16BE(group, 2 * (before.length + missing + i));
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
