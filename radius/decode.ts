import {
  type AttributeDefinition,
  type DataType,
  type Dictionary,
  USUAL_FORMAT,
  type VendorFormat,
} from './dictionary/dictionary.ts';
import { STANDARD } from './dictionary/standard.ts';
import { reveal, revealSalted } from './hiding.ts';
import type { Secret } from './md5.ts';
import { hex, readValue, type Value } from './value.ts';

/** An attribute read by the dictionary. */
export interface Attribute {
  /** The dictionary's name, or `Attr-` and the place for one it does not know. */
  readonly name: string;
  /** Its place: `'1'`, `'26.14988.8'` (Vendor-Specific, vendor, number), `'241.5.1'` (extended, member of a TLV). */
  readonly oid: string;
  /** `raw` when the value could not be read as a type; then `raw` says why and the value is the octets. */
  readonly type: DataType | 'raw';
  readonly value: Value;
  /** Name of an integer value. */
  readonly label?: string;
  /** Tunnel tag 1–31 (RFC 2868 3.1). */
  readonly tag?: number;
  /** `unknown` to the dictionary; `invalid` content in good framing (RFC 6929 2.8); `hidden` for want of the secret. */
  readonly raw?: 'unknown' | 'invalid' | 'hidden';
}

/** What reading may use. Hidden values need the secret and the Request Authenticator of the exchange. */
export interface DecodeContext {
  readonly dictionary?: Dictionary;
  readonly secret?: Secret | undefined;
  readonly request_authenticator?: Uint8Array | undefined;
}

interface Reader {
  readonly dictionary: Dictionary;
  readonly secret: Secret | undefined;
  readonly authenticator: Uint8Array | undefined;
}

interface Piece {
  readonly type: number;
  readonly data: Buffer;
}

const USER_PASSWORD = '2';
const VENDOR_SPECIFIC = 26;
const MORE = 0x80;

const asRaw = (reader: Reader, oid: string, data: Uint8Array, raw: 'unknown' | 'invalid' | 'hidden'): Attribute => ({
  name: reader.dictionary.byOid.get(oid)?.name ?? containerName(oid),
  oid,
  type: 'raw',
  value: hex(data),
  raw,
});

const containerName = (oid: string): string => (oid === '26' ? 'Vendor-Specific' : `Attr-${oid}`);

const revealPassword = (reader: Reader, oid: string, data: Buffer): Buffer | 'invalid' | 'hidden' => {
  if (data.length % 16 !== 0 || (oid === USER_PASSWORD && data.length > 128)) return 'invalid';
  if (reader.secret === undefined || reader.authenticator === undefined) return 'hidden';
  const plain = Buffer.alloc(data.length);
  reveal(reader.secret, data, 0, data.length, reader.authenticator, 0, plain);
  let end = plain.length;
  while (end > 0 && plain[end - 1] === 0) end--;
  return plain.subarray(0, end);
};

const revealValue = (reader: Reader, definition: AttributeDefinition, data: Buffer): Buffer | 'invalid' | 'hidden' => {
  if (definition.traits.hidden === 'password') return revealPassword(reader, definition.oid, data);
  if (reader.secret === undefined || reader.authenticator === undefined) return 'hidden';
  return revealSalted(reader.secret, data, reader.authenticator) ?? 'invalid';
};

/** The tag and what follows it (RFC 2868 3): in an integer the first of its 4 octets, in a string only when it can be one. */
const splitTag = (definition: AttributeDefinition, data: Buffer): { tag: number; data: Buffer } | undefined => {
  const first = data[0] as number;
  if (definition.type === 'integer') {
    if (data.length !== 4 || first > 0x1f) return undefined;
    return { tag: first, data: Buffer.concat([Buffer.of(0), data.subarray(1)]) };
  }
  if (first <= 0x1f || definition.traits.hidden !== undefined) {
    return { tag: first <= 0x1f ? first : 0, data: data.subarray(1) };
  }
  return { tag: 0, data };
};

const readLeaf = (reader: Reader, definition: AttributeDefinition, wire: Buffer): Attribute[] => {
  const { oid, name, type, traits, values } = definition;
  const isString = type === 'text' || type === 'octets';
  if (wire.length === 0 && isString && traits.may_be_empty !== true) return [];
  const split = traits.tagged === true && wire.length > 0 ? splitTag(definition, wire) : { tag: 0, data: wire };
  if (split === undefined) return [asRaw(reader, oid, wire, 'invalid')];
  const shown = traits.hidden === undefined ? split.data : revealValue(reader, definition, split.data);
  if (typeof shown === 'string') return [asRaw(reader, oid, wire, shown)];
  const value = readValue(definition, shown);
  if (value === undefined) return [asRaw(reader, oid, wire, 'invalid')];
  const label = typeof value === 'number' ? values[value] : undefined;
  return [
    {
      name,
      oid,
      type,
      value,
      ...(label === undefined ? {} : { label }),
      ...(split.tag === 0 ? {} : { tag: split.tag }),
    },
  ];
};

/** The members of a TLV (RFC 6929 2.3), or `undefined` when they do not fill it exactly. */
const splitTlv = (data: Buffer): Piece[] | undefined => {
  const members: Piece[] = [];
  for (let at = 0; at < data.length; ) {
    const size = data[at + 1] ?? 0;
    if (size < 3 || at + size > data.length) return undefined;
    members.push({ type: data[at] as number, data: data.subarray(at + 2, at + size) });
    at += size;
  }
  return members.length === 0 ? undefined : members;
};

const readOne = (reader: Reader, oid: string, data: Buffer): Attribute[] => {
  const definition = reader.dictionary.byOid.get(oid);
  if (definition === undefined) return data.length === 0 ? [] : [asRaw(reader, oid, data, 'unknown')];
  if (definition.type !== 'tlv') return readLeaf(reader, definition, data);
  const members = splitTlv(data);
  if (members === undefined) return [asRaw(reader, oid, data, 'invalid')];
  return members.flatMap((member) => readOne(reader, `${oid}.${member.type}`, member.data));
};

interface SubAttribute extends Piece {
  readonly more: boolean;
}

/** The sub-attributes of one Vendor-Specific after the vendor's number, or `undefined` when they do not fill it exactly. */
const splitVendor = (data: Buffer, format: VendorFormat): SubAttribute[] | undefined => {
  const header = format.type_octets + format.length_octets + (format.continues ? 1 : 0);
  const found: SubAttribute[] = [];
  for (let at = 0; at < data.length; ) {
    if (at + header > data.length) return undefined;
    const type = data.readUIntBE(at, format.type_octets);
    const size =
      format.length_octets === 0 ? data.length - at : data.readUIntBE(at + format.type_octets, format.length_octets);
    if (size < header || at + size > data.length) return undefined;
    const more = format.continues && ((data[at + header - 1] as number) & MORE) !== 0;
    found.push({ type, data: data.subarray(at + header, at + size), more });
    at += size;
  }
  return found.length === 0 ? undefined : found;
};

/** What one step of reading gave, and how many pieces it used up. */
interface Step {
  readonly attributes: Attribute[];
  readonly used: number;
}

const readContinued = (
  reader: Reader,
  pieces: readonly Piece[],
  i: number,
  vendor: number,
  sub: SubAttribute,
): Step => {
  const format = reader.dictionary.vendors.get(vendor)?.format ?? USUAL_FORMAT;
  const parts = [sub.data];
  for (let used = 1, more = sub.more; ; used++) {
    if (!more) return { attributes: readOne(reader, `26.${vendor}.${sub.type}`, Buffer.concat(parts)), used };
    const next = pieces[i + used];
    if (next?.type !== VENDOR_SPECIFIC || next.data.length < 4 || next.data.readUInt32BE(0) !== vendor) break;
    const [following, ...others] = splitVendor(next.data.subarray(4), format) ?? [];
    if (following === undefined || others.length > 0 || following.type !== sub.type) break;
    parts.push(following.data);
    more = following.more;
  }
  return { attributes: [asRaw(reader, '26', (pieces[i] as Piece).data, 'invalid')], used: 1 };
};

const readVendorSpecific = (reader: Reader, pieces: readonly Piece[], i: number): Step => {
  const { data } = pieces[i] as Piece;
  const vendor = data.length < 4 ? 0 : data.readUInt32BE(0);
  if (vendor === 0) return { attributes: [asRaw(reader, '26', data, 'invalid')], used: 1 };
  const known = reader.dictionary.vendors.get(vendor);
  const found = splitVendor(data.subarray(4), known?.format ?? USUAL_FORMAT);
  if (found === undefined) {
    // A vendor nobody described may use any format: what does not split is unknown, not wrong (RFC 2865 5.26).
    return { attributes: [asRaw(reader, '26', data, known === undefined ? 'unknown' : 'invalid')], used: 1 };
  }
  const [first, ...others] = found;
  if (first?.more === true && others.length === 0) return readContinued(reader, pieces, i, vendor, first);
  return { attributes: found.flatMap((sub) => readOne(reader, `26.${vendor}.${sub.type}`, sub.data)), used: 1 };
};

/** What an extended attribute holds (RFC 6929 2.1, 2.4): `oid` is its place, as `241.5`. */
const readExtended = (reader: Reader, oid: string, data: Buffer): Attribute[] => {
  if (!oid.endsWith('.26')) return readOne(reader, oid, data);
  if (data.length < 6 || data.readUInt32BE(0) === 0) return [asRaw(reader, oid, data, 'invalid')];
  return readOne(reader, `${oid}.${data.readUInt32BE(0)}.${data[4]}`, data.subarray(5));
};

const readShortExtended = (reader: Reader, { type, data }: Piece): Step => ({
  attributes:
    data.length < 2
      ? [asRaw(reader, `${type}`, data, 'invalid')]
      : readExtended(reader, `${type}.${data[0]}`, data.subarray(1)),
  used: 1,
});

/** Puts the fragments of a long extended attribute together (RFC 6929 2.2): they follow each other, and all but the last say More. */
const readLongExtended = (reader: Reader, pieces: readonly Piece[], i: number): Step => {
  const first = pieces[i] as Piece;
  const fragments: Piece[] = [];
  for (let at = i; ; at++) {
    const next = pieces[at];
    if (next === undefined || next.type !== first.type || next.data.length < 3 || next.data[0] !== first.data[0]) break;
    fragments.push(next);
    if (((next.data[1] as number) & MORE) !== 0) continue;
    const data = Buffer.concat(fragments.map((fragment) => fragment.data.subarray(2)));
    return { attributes: readExtended(reader, `${first.type}.${first.data[0]}`, data), used: fragments.length };
  }
  const used = Math.max(1, fragments.length);
  const broken = pieces.slice(i, i + used).map((piece) => asRaw(reader, `${piece.type}`, piece.data, 'invalid'));
  return { attributes: broken, used };
};

const readJoined = (reader: Reader, definition: AttributeDefinition, data: Buffer): Attribute[] => {
  if (definition.traits.joined === 'whole') return readLeaf(reader, definition, data);
  const lines: Attribute[] = [];
  for (let from = 0; from <= data.length; ) {
    const zero = data.indexOf(0, from);
    const to = zero < 0 ? data.length : zero;
    lines.push(...readLeaf(reader, definition, data.subarray(from, to)));
    from = to + 1;
  }
  return lines;
};

const splitAttributes = (bytes: Buffer): Piece[] | undefined => {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = bytes[at + 1] ?? 0;
    if (bytes[at] === 0 || size < 2 || at + size > bytes.length) return undefined;
    pieces.push({ type: bytes[at] as number, data: bytes.subarray(at + 2, at + size) });
    at += size;
  }
  return pieces;
};

const readStep = (reader: Reader, pieces: readonly Piece[], i: number, joined: Set<number>): Step => {
  const piece = pieces[i] as Piece;
  if (piece.type === VENDOR_SPECIFIC) return readVendorSpecific(reader, pieces, i);
  if (piece.type === 245 || piece.type === 246) return readLongExtended(reader, pieces, i);
  if (piece.type >= 241 && piece.type <= 244) return readShortExtended(reader, piece);
  const definition = reader.dictionary.byOid.get(`${piece.type}`);
  if (definition?.traits.joined === undefined)
    return { attributes: readOne(reader, `${piece.type}`, piece.data), used: 1 };
  if (joined.has(piece.type)) return { attributes: [], used: 1 };
  joined.add(piece.type);
  const all = pieces.filter((other) => other.type === piece.type).map((other) => other.data);
  return { attributes: readJoined(reader, definition, Buffer.concat(all)), used: 1 };
};

/**
 * Reads a run of attributes (what follows a packet's header) by the dictionary; `undefined` when the framing is broken. Order is kept; what is
 * unknown, invalid or hidden is kept raw and says so. A value spread over several attributes (EAP-Message, NAS-Filter-Rule) stands where its
 * first part stood. Never throws.
 */
export const decodeAttributes = (bytes: Uint8Array, context: DecodeContext = {}): Attribute[] | undefined => {
  const pieces = splitAttributes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  if (pieces === undefined) return undefined;
  const reader: Reader = {
    dictionary: context.dictionary ?? STANDARD,
    secret: context.secret,
    authenticator: context.request_authenticator,
  };
  const joined = new Set<number>();
  const attributes: Attribute[] = [];
  for (let i = 0; i < pieces.length; ) {
    const step = readStep(reader, pieces, i, joined);
    attributes.push(...step.attributes);
    i += step.used;
  }
  return attributes;
};
