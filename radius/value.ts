import type { AttributeDefinition, DataType } from './dictionary/dictionary.ts';
import { clearHostBits, formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './ip.ts';

/**
 * A value as we show it: text, addresses and prefixes as text, octets as `'0x…'`, integers up to 32 bits and dates (seconds since 1970) as
 * numbers, 64-bit integers as `bigint`.
 */
export type Value = string | number | bigint;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Octets as `'0x…'`. */
export const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;

const readText = (data: Buffer): string | undefined => {
  try {
    return utf8.decode(data);
  } catch {
    return undefined;
  }
};

const readIpv4Prefix = (data: Buffer): string | undefined => {
  const prefix = data[1] as number;
  if (data.length !== 6 || data[0] !== 0 || prefix > 32) return undefined;
  return `${formatIpv4(clearHostBits(Buffer.from(data.subarray(2)), prefix))}/${prefix}`;
};

const readIpv6Prefix = (data: Buffer): string | undefined => {
  if (data.length < 2 || data.length > 18) return undefined;
  const prefix = data[1] as number;
  if (prefix > 128 || (data.length - 2) * 8 < prefix) return undefined;
  const address = Buffer.alloc(16);
  data.copy(address, 0, 2);
  return `${formatIpv6(clearHostBits(address, prefix))}/${prefix}`;
};

const sized =
  (octets: number, read: (data: Buffer) => Value) =>
  (data: Buffer): Value | undefined =>
    data.length === octets ? read(data) : undefined;

const pairs = (data: Buffer, octets: number, separator: string): string =>
  (data.toString('hex').match(new RegExp(`.{${2 * octets}}`, 'g')) ?? []).join(separator);

const READ: Readonly<Record<Exclude<DataType, 'tlv'>, (data: Buffer) => Value | undefined>> = {
  text: readText,
  octets: hex,
  byte: sized(1, (d) => d.readUInt8(0)),
  short: sized(2, (d) => d.readUInt16BE(0)),
  integer: sized(4, (d) => d.readUInt32BE(0)),
  integer64: sized(8, (d) => d.readBigUInt64BE(0)),
  date: sized(4, (d) => d.readUInt32BE(0)),
  ipaddr: sized(4, (d) => formatIpv4(d)),
  ipv4prefix: readIpv4Prefix,
  ipv6addr: sized(16, (d) => formatIpv6(d)),
  ipv6prefix: readIpv6Prefix,
  'combo-ip': (d) => (d.length === 4 ? formatIpv4(d) : d.length === 16 ? formatIpv6(d) : undefined),
  ifid: sized(8, (d) => pairs(d, 2, ':')),
  ether: sized(6, (d) => pairs(d, 1, ':')),
};

/** The value of `data` as the definition's type, or `undefined` when the content does not fit the type (an invalid attribute, RFC 6929 2.8). */
export const readValue = (definition: AttributeDefinition, data: Buffer): Value | undefined => {
  const { type, traits } = definition;
  if (type === 'tlv' || (traits.octets !== undefined && traits.octets !== data.length)) return undefined;
  return READ[type](data);
};

const wholeNumber = (value: Value | Uint8Array, limit: bigint): bigint | undefined => {
  if (value instanceof Uint8Array) return undefined;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
  if (typeof value === 'string' && !/^(0x[0-9a-f]+|[0-9]+)$/i.test(value)) return undefined;
  const number = BigInt(value);
  return number < 0n || number >= limit ? undefined : number;
};

const writeNumber = (value: Value | Uint8Array, octets: number): Buffer | undefined => {
  const number = wholeNumber(value, 1n << BigInt(8 * octets));
  return number === undefined ? undefined : Buffer.from(number.toString(16).padStart(2 * octets, '0'), 'hex');
};

const writeOctets = (value: Value | Uint8Array): Buffer | undefined => {
  if (value instanceof Uint8Array) return Buffer.from(value);
  const text = `${value}`;
  if (!text.startsWith('0x')) return Buffer.from(text);
  return /^0x([0-9a-f]{2})*$/i.test(text) ? Buffer.from(text.slice(2), 'hex') : undefined;
};

const writePrefix = (
  value: string,
  parse: (text: string) => Buffer | undefined,
  short: boolean,
): Buffer | undefined => {
  const [text = '', length = ''] = value.split('/');
  const address = parse(text);
  const prefix = /^\d{1,3}$/.test(length) ? Number.parseInt(length, 10) : Number.POSITIVE_INFINITY;
  if (address === undefined || prefix > 8 * address.length) return undefined;
  const octets = short ? Math.ceil(prefix / 8) : address.length;
  return Buffer.concat([Buffer.of(0, prefix), clearHostBits(address, prefix).subarray(0, octets)]);
};

const writeHexPairs = (value: string, pattern: RegExp): Buffer | undefined =>
  pattern.test(value) ? Buffer.from(value.replaceAll(/[:-]/g, ''), 'hex') : undefined;

const WRITE: Readonly<Record<Exclude<DataType, 'tlv'>, (value: Value | Uint8Array) => Buffer | undefined>> = {
  text: (v) => (v instanceof Uint8Array ? Buffer.from(v) : Buffer.from(`${v}`)),
  octets: writeOctets,
  byte: (v) => writeNumber(v, 1),
  short: (v) => writeNumber(v, 2),
  integer: (v) => writeNumber(v, 4),
  integer64: (v) => writeNumber(v, 8),
  date: (v) => writeNumber(v, 4),
  ipaddr: (v) => parseIpv4(`${v}`),
  ipv4prefix: (v) => writePrefix(`${v}`, parseIpv4, false),
  ipv6addr: (v) => parseIpv6(`${v}`),
  ipv6prefix: (v) => writePrefix(`${v}`, parseIpv6, true),
  'combo-ip': (v) => parseIpv4(`${v}`) ?? parseIpv6(`${v}`),
  ifid: (v) => writeHexPairs(`${v}`, /^[0-9a-f]{4}(:[0-9a-f]{4}){3}$/i),
  ether: (v) => writeHexPairs(`${v}`, /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i),
};

const numberNamed = (definition: AttributeDefinition, name: string): number | undefined => {
  for (const [number, known] of Object.entries(definition.values)) if (known === name) return Number(number);
  return undefined;
};

/**
 * The octets of a value as the definition's type, or `undefined` when it is none. Octets are `'0x…'`, a `Uint8Array`, or text taken as
 * UTF-8; an integer may be given by its name in the dictionary.
 */
export const writeValue = (definition: AttributeDefinition, value: Value | Uint8Array): Buffer | undefined => {
  const { type, traits } = definition;
  if (type === 'tlv') return undefined;
  const named = typeof value === 'string' ? numberNamed(definition, value) : undefined;
  const data = WRITE[type](named ?? value);
  return traits.octets !== undefined && data?.length !== traits.octets ? undefined : data;
};
