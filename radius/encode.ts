import { type AttributeDefinition, type Dictionary, USUAL_FORMAT } from './dictionary/dictionary.ts';
import { type AttributeName, STANDARD } from './dictionary/standard.ts';
import { hidePassword, hideSalted } from './hiding.ts';
import type { Secret } from './md5.ts';
import { type Value, writeValue } from './value.ts';

/**
 * An attribute to send: by `name`, which does not compile when the dictionary has none like it, or by `oid` for one it does not know (then the
 * value is octets).
 */
export interface AttributeToSend<Name extends string = AttributeName> {
  readonly name?: Name;
  readonly oid?: string;
  readonly value: Value | Uint8Array;
  /** Tunnel tag 1–31 (RFC 2868 3.1). */
  readonly tag?: number;
}

/** What writing may use. Hidden values need the secret, the Request Authenticator of the exchange, and salts. */
export interface EncodeContext<Name extends string = string> {
  readonly dictionary?: Dictionary<Name>;
  readonly secret?: Secret | undefined;
  readonly request_authenticator?: Uint8Array | undefined;
  /** Draws a salt, 0–32767; one that was drawn before in the same packet is not used again, but the next that is free. */
  readonly salt?: (() => number) | undefined;
}

/** The octets, and what could not be put into them. */
export interface Encoded<Name extends string = AttributeName> {
  readonly bytes: Buffer;
  /** Those whose name, value, tag or size cannot be written. Empty text is neither written nor refused (RFC 2865 5). */
  readonly refused: readonly AttributeToSend<Name>[];
}

type AnyAttribute = AttributeToSend<string>;

/** What goes on the wire at one place: members of one TLV that follow each other share it. */
interface Placed {
  readonly place: readonly number[];
  data: Buffer;
  readonly mergeable: boolean;
  readonly joined: 'whole' | 'lines' | undefined;
}

const NOTHING = Buffer.alloc(0);
const EXTENDED = 241;
const LONG_EXTENDED = 245;

const hide = (definition: AttributeDefinition, data: Buffer, context: EncodeContext): Buffer | undefined => {
  const { secret, request_authenticator: authenticator } = context;
  if (definition.traits.hidden === undefined) return data;
  if (secret === undefined || authenticator === undefined) return undefined;
  if (definition.traits.hidden === 'password') {
    return definition.oid === '2' && data.length > 128 ? undefined : hidePassword(secret, data, authenticator);
  }
  return context.salt === undefined ? undefined : hideSalted(secret, data, context.salt(), authenticator);
};

const withTag = (definition: AttributeDefinition, data: Buffer, tag: number): Buffer | undefined => {
  if (definition.traits.tagged !== true) return tag === 0 ? data : undefined;
  if (tag > 0x1f) return undefined;
  if (definition.type === 'integer')
    return data[0] === 0 ? Buffer.concat([Buffer.of(tag), data.subarray(1)]) : undefined;
  // Without a tag, a string that happens to begin like one needs an explicit zero (RFC 2868 3.3).
  const needed = tag !== 0 || definition.traits.hidden !== undefined || (data[0] as number) <= 0x1f;
  return needed ? Buffer.concat([Buffer.of(tag), data]) : data;
};

const octetsOf = (definition: AttributeDefinition, attribute: AnyAttribute, context: EncodeContext) => {
  const plain = writeValue(definition, attribute.value);
  if (plain === undefined || (plain.length === 0 && definition.traits.may_be_empty !== true)) return plain;
  const hidden = hide(definition, plain, context);
  return hidden === undefined ? undefined : withTag(definition, hidden, attribute.tag ?? 0);
};

/** How many numbers of a place lead to the container that is written in one go; the rest are members of TLVs. */
const containerDepth = (place: readonly number[]): number => {
  const [type = 0, extended] = place;
  if (type === 26) return 3;
  if (type < EXTENDED || type > 246) return 1;
  return extended === 26 ? 4 : 2;
};

const wrapTlvs = (members: readonly number[], data: Buffer): Buffer | undefined => {
  let wrapped = data;
  for (const type of members.toReversed()) {
    if (type > 255 || wrapped.length > 253) return undefined;
    wrapped = Buffer.concat([Buffer.of(type, wrapped.length + 2), wrapped]);
  }
  return wrapped;
};

const place = (attribute: AnyAttribute, context: EncodeContext): Placed | 'nothing' | undefined => {
  const dictionary = context.dictionary ?? STANDARD;
  const { name, oid } = attribute;
  const definition = name === undefined ? dictionary.byOid.get(oid ?? '') : dictionary.byName.get(name);
  const rawOctets = attribute.value instanceof Uint8Array ? Buffer.from(attribute.value) : undefined;
  const data =
    definition === undefined || definition.type === 'tlv' ? rawOctets : octetsOf(definition, attribute, context);
  const numbers = (definition?.oid ?? oid ?? '').split('.').map(Number);
  if (data === undefined || numbers.some((n) => !Number.isInteger(n) || n < 1 || n > 0xffffffff)) return undefined;
  if (data.length === 0 && definition?.traits.may_be_empty !== true) return 'nothing';
  const isBareVendorSpecific = numbers.length === 1 && numbers[0] === 26;
  const depth = isBareVendorSpecific ? 1 : containerDepth(numbers);
  if (numbers.length < depth) return undefined;
  const wrapped = wrapTlvs(numbers.slice(depth), data);
  if (wrapped === undefined) return undefined;
  return {
    place: numbers.slice(0, depth),
    data: wrapped,
    mergeable: numbers.length > depth,
    joined: definition?.traits.joined,
  };
};

const chunks = (data: Buffer, size: number): Buffer[] => {
  const found: Buffer[] = [];
  for (let at = 0; at < data.length || at === 0; at += size) found.push(data.subarray(at, at + size));
  return found;
};

const attribute = (type: number, ...parts: readonly Uint8Array[]): Buffer | undefined => {
  const value = Buffer.concat(parts);
  return value.length > 253 || type > 255 ? undefined : Buffer.concat([Buffer.of(type, value.length + 2), value]);
};

const number = (value: number, octets: number): Buffer => {
  const bytes = Buffer.alloc(octets);
  if (octets > 0) bytes.writeUIntBE(value, 0, octets);
  return bytes;
};

const all = (parts: readonly (Buffer | undefined)[]): Buffer | undefined =>
  parts.includes(undefined) ? undefined : Buffer.concat(parts as Buffer[]);

const vendorSpecific = (vendor: number, type: number, data: Buffer, dictionary: Dictionary): Buffer | undefined => {
  const format = dictionary.vendors.get(vendor)?.format ?? USUAL_FORMAT;
  if (type >= 2 ** (8 * format.type_octets)) return undefined;
  const header = format.type_octets + format.length_octets + (format.continues ? 1 : 0);
  const parts = format.continues ? chunks(data, 249 - header) : [data];
  return all(
    parts.map((part, i) => {
      const flags = format.continues ? Buffer.of(i < parts.length - 1 ? 0x80 : 0) : NOTHING;
      const size = header + part.length;
      if (size > 249) return undefined;
      return attribute(
        26,
        number(vendor, 4),
        number(type, format.type_octets),
        number(size, format.length_octets),
        flags,
        part,
      );
    }),
  );
};

const extended = (numbers: readonly number[], data: Buffer): Buffer | undefined => {
  const [type = 0, kind = 0, vendor, vendorType] = numbers;
  if (kind > 255 || (vendorType ?? 0) > 255) return undefined;
  const value = vendor === undefined ? data : Buffer.concat([number(vendor, 4), Buffer.of(vendorType ?? 0), data]);
  if (type < LONG_EXTENDED) return attribute(type, Buffer.of(kind), value);
  const parts = chunks(value, 251);
  return all(parts.map((part, i) => attribute(type, Buffer.of(kind, i < parts.length - 1 ? 0x80 : 0), part)));
};

const wire = (placed: Placed, dictionary: Dictionary): Buffer | undefined => {
  const [type = 0, vendor, vendorType] = placed.place;
  if (type === 26 && vendor !== undefined && vendorType !== undefined) {
    return vendorSpecific(vendor, vendorType, placed.data, dictionary);
  }
  if (type >= EXTENDED && type <= 246) return extended(placed.place, placed.data);
  if (placed.joined !== undefined) return all(chunks(placed.data, 253).map((part) => attribute(type, part)));
  return attribute(type, placed.data);
};

const samePlace = (a: Placed, b: Placed): boolean => a.place.join('.') === b.place.join('.');

/** Members of one TLV that follow each other go into one; lines that follow each other are joined by zeros (RFC 4849 2). */
const merged = (last: Placed | undefined, next: Placed): Buffer | undefined => {
  if (last === undefined || !samePlace(last, next)) return undefined;
  if (next.joined === 'lines') return Buffer.concat([last.data, Buffer.of(0), next.data]);
  if (!last.mergeable || !next.mergeable || last.data.length + next.data.length > 240) return undefined;
  return Buffer.concat([last.data, next.data]);
};

/** Salts of one packet: each once (RFC 2868 3.5). */
const withoutRepetition = (draw: () => number): (() => number) => {
  const drawn = new Set<number>();
  return () => {
    let salt = draw();
    while (drawn.has(salt)) salt = (salt + 1) & 0x7fff;
    drawn.add(salt);
    return salt;
  };
};

/**
 * Writes attributes by the dictionary, in order. Not for a packet's way: make the octets once, when what they say changes, and add them with
 * `PacketWriter.addEncoded`.
 *
 *     encodeAttributes([{ name: 'Framed-IP-Address', value: '10.0.0.7' }, { name: 'Mikrotik-Rate-Limit', value: '10M/50M' }]).bytes
 */
export const encodeAttributes = <Name extends string = AttributeName>(
  attributes: readonly AttributeToSend<NoInfer<Name>>[],
  given: EncodeContext<Name> = {},
): Encoded<Name> => {
  const context = { ...given, salt: given.salt && withoutRepetition(given.salt) };
  const placed: Placed[] = [];
  const from: AttributeToSend<Name>[][] = [];
  const refused: AttributeToSend<Name>[] = [];
  for (const one of attributes) {
    const next = place(one, context);
    if (next === undefined) refused.push(one);
    if (next === undefined || next === 'nothing') continue;
    const last = placed.at(-1);
    const together = merged(last, next);
    if (last !== undefined && together !== undefined) {
      last.data = together;
      from.at(-1)?.push(one);
    } else {
      placed.push(next);
      from.push([one]);
    }
  }
  const written: Buffer[] = [];
  for (const [i, one] of placed.entries()) {
    const bytes = wire(one, context.dictionary ?? STANDARD);
    if (bytes === undefined) refused.push(...(from[i] ?? []));
    else written.push(bytes);
  }
  return { bytes: Buffer.concat(written), refused };
};
