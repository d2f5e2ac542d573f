import { ATTRIBUTE, type PacketView } from '@isp/radius';

const MOST = 4094;
/** What TR-101 writes for "no VLAN". */
const NONE = 4096;
const INNER = 4096;

const isDigit = (octet: number | undefined): boolean => octet !== undefined && octet >= 48 && octet <= 57;

const read = { value: -1, to: 0 };

/** Reads the digits at `at`, at most four, into `read`; false when there are none or too many. */
const readDigits = (bytes: Uint8Array, at: number, end: number): boolean => {
  let value = 0;
  let i = at;
  for (; i < end && isDigit(bytes[i]); i++) value = value * 10 + (bytes[i] as number) - 48;
  if (i === at || i - at > 4) return false;
  read.value = value;
  read.to = i;
  return true;
};

/** One VLAN as its number; of two, the inner and (outer + 1) · 4096; -1 when one cannot be. */
const pair = (outer: number, inner: number): number => {
  if (inner < 0) return outer <= MOST ? outer : -1;
  if (inner > MOST) return -1;
  if (outer === NONE) return inner;
  return outer <= MOST ? (outer + 1) * INNER + inner : -1;
};

const isJoint = (octet: number | undefined): boolean => octet === 46 || octet === 58 || octet === 45;

/** A number, and after `.`, `:` or `-` another; -1 when there is none. Leaves in `read.to` where it ends. */
const readPair = (bytes: Uint8Array, at: number, end: number): number => {
  if (!readDigits(bytes, at, end)) return -1;
  const outer = read.value;
  const to = read.to;
  if (to + 1 < end && isJoint(bytes[to]) && readDigits(bytes, to + 1, end)) return pair(outer, read.value);
  read.to = to;
  return pair(outer, -1);
};

const isWord = (bytes: Uint8Array, at: number, end: number, word: string): boolean => {
  if (at + word.length > end) return false;
  for (let i = 0; i < word.length; i++) if (((bytes[at + i] as number) | 0x20) !== word.charCodeAt(i)) return false;
  return true;
};

/** Past `=`, `:`, `-`, `_` or a space. */
const pastJoint = (bytes: Uint8Array, at: number): number =>
  isJoint(bytes[at]) || bytes[at] === 61 || bytes[at] === 95 || bytes[at] === 32 ? at + 1 : at;

/** `vlanid=100;vlanid2=200`, `vlan-id 100:200`, `vlan100.200`: what stands after the word. */
const afterWord = (bytes: Uint8Array, from: number, end: number): number => {
  let outer = -1;
  for (let i = from; i < end; i++) {
    if (!isWord(bytes, i, end, 'vlan')) continue;
    let at = i + 4;
    if (isWord(bytes, pastJoint(bytes, at), end, 'id')) at = pastJoint(bytes, at) + 2;
    const isSecond = outer >= 0 && bytes[at] === 50 && bytes[at + 1] === 61;
    const number = readPair(bytes, isSecond ? at + 2 : pastJoint(bytes, at), end);
    if (isSecond) return number < 0 ? outer : pair(outer, number);
    if (number < 0 || outer >= 0) continue;
    outer = number;
    if (outer >= INNER) return outer;
  }
  return outer;
};

/** `eth 0/1/2:100.200`, `ge-1/0/0.77:100-200`: what stands after the last colon, when nothing but a blank and more comes after it. */
const afterColon = (bytes: Uint8Array, from: number, end: number): number => {
  for (let i = end - 1; i >= from; i--) {
    if (bytes[i] !== 58) continue;
    const number = readPair(bytes, i + 1, end);
    if (number >= 0 && (read.to === end || bytes[read.to] === 32)) return number;
  }
  return -1;
};

/** The VLAN in a NAS-Port-Id as MikroTik, Huawei, Juniper, Redback and TR-101 (3.9.3) write it; -1 when it names none. */
const inPort = (bytes: Uint8Array, from: number, size: number): number => {
  const named = afterWord(bytes, from, from + size);
  return named >= 0 ? named : afterColon(bytes, from, from + size);
};

/** A group that is a VLAN's number, after its tag (RFC 2868 3.6, RFC 3580 3.31). */
const inGroup = (bytes: Uint8Array, from: number, size: number): number => {
  const at = size > 0 && (bytes[from] as number) <= 0x1f ? from + 1 : from;
  return readDigits(bytes, at, from + size) && read.to === from + size ? pair(read.value, -1) : -1;
};

/**
 * The VLAN that a packet says it comes by: Egress-VLANID (RFC 4675 2.1), Tunnel-Private-Group-Id, or what its NAS-Port-Id says; -1 when it
 * names none. Outer and inner are one number, which `vlanText` writes. Makes no garbage.
 */
export const vlanIn = (view: PacketView): number => {
  const egress = view.integer(ATTRIBUTE.egress_vlanid);
  if (egress >= 0) return pair(egress & 0xfff, -1);
  const group = view.find(ATTRIBUTE.tunnel_private_group_id);
  const grouped = group < 0 ? -1 : inGroup(view.bytes, view.start(group), view.size(group));
  if (grouped >= 0) return grouped;
  const port = view.find(ATTRIBUTE.nas_port_id);
  return port < 0 ? -1 : inPort(view.bytes, view.start(port), view.size(port));
};

/** "100", or "100.200": outer and inner. */
export const vlanText = (number: number): string =>
  number < INNER ? `${number}` : `${Math.floor(number / INNER) - 1}.${number % INNER}`;

/** What `vlanText` wrote, or somebody typed; -1 when it is no VLAN. */
export const vlanNumber = (text: string): number => {
  const [, outer, inner] = /^(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text.trim()) ?? [];
  if (outer === undefined) return -1;
  return pair(Number.parseInt(outer, 10), inner === undefined ? -1 : Number.parseInt(inner, 10));
};
