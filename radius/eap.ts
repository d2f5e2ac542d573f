import { ATTRIBUTE, MAX_VALUE_OCTETS } from './codes.ts';
import type { PacketView } from './packet-view.ts';
import type { PacketWriter } from './packet-writer.ts';

/** EAP codes (RFC 3748 4). */
export const EAP_CODE = { request: 1, response: 2, success: 3, failure: 4 } as const;

/** EAP types, what a Request asks for (RFC 3748 5, IANA's "Method Types"). */
export const EAP_TYPE = {
  identity: 1,
  notification: 2,
  nak: 3,
  md5: 4,
  otp: 5,
  gtc: 6,
  tls: 13,
  leap: 17,
  sim: 18,
  ttls: 21,
  aka: 23,
  peap: 25,
  mschapv2: 26,
  /** The type-length-value method that carries a result inside PEAP (draft-josefsson-pppext-eap-tls-eap-10 4). */
  tlv: 33,
  fast: 43,
  pwd: 52,
  teap: 55,
  expanded: 254,
  experimental: 255,
} as const;

/** An EAP packet (RFC 3748 4): a Request or Response has a type and its data, a Success or Failure has neither. */
export interface EapPacket {
  readonly code: number;
  readonly identifier: number;
  readonly type?: number;
  /** What follows the type; empty when there is no type. */
  readonly data: Uint8Array;
}

/** Octets of code, identifier and length. */
const HEADER = 4;
const MAX_EAP_OCTETS = 0xffff;
const NOTHING = Buffer.alloc(0);

const isPadding = (bytes: Uint8Array, from: number): boolean => {
  for (let i = from; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
};

/**
 * Reads an EAP packet, or gives `undefined` when the octets are none: a code but 1–4, a Length that is not that of the octets, a Request or
 * Response without a type, a Success or Failure with data (RFC 3748 4). Zeros after the packet are padding; anything else there could be a
 * second packet and is refused (RFC 3579 3.1). Never throws; `data` is a window on `bytes`.
 */
export const parseEap = (bytes: Uint8Array): EapPacket | undefined => {
  if (bytes.length < HEADER) return undefined;
  const [code = 0, identifier = 0, high = 0, low = 0, type = 0] = bytes;
  const length = (high << 8) | low;
  if (length > bytes.length || !isPadding(bytes, length)) return undefined;
  if (code === EAP_CODE.success || code === EAP_CODE.failure) {
    return length === HEADER ? { code, identifier, data: NOTHING } : undefined;
  }
  if ((code !== EAP_CODE.request && code !== EAP_CODE.response) || length <= HEADER) return undefined;
  return { code, identifier, type, data: bytes.subarray(HEADER + 1, length) };
};

/** The octets of an EAP packet; a `RangeError` when they would be over 65535. */
export const encodeEap = ({ code, identifier, type, data }: EapPacket): Buffer => {
  const head = type === undefined ? HEADER : HEADER + 1;
  const length = head + data.length;
  if (length > MAX_EAP_OCTETS) throw new RangeError('an EAP packet has at most 65535 octets (RFC 3748 4)');
  const bytes = Buffer.alloc(length);
  bytes[0] = code;
  bytes[1] = identifier;
  bytes.writeUInt16BE(length, 2);
  if (type !== undefined) bytes[HEADER] = type;
  bytes.set(data, head);
  return bytes;
};

/** An EAP-Request for `type`. */
export const eapRequest = (identifier: number, type: number, data: Uint8Array): Buffer =>
  encodeEap({ code: EAP_CODE.request, identifier, type, data });

/** An EAP-Success; its identifier is that of the Response it answers (RFC 3748 4.2). */
export const eapSuccess = (identifier: number): Buffer =>
  encodeEap({ code: EAP_CODE.success, identifier, data: NOTHING });

/** An EAP-Failure; its identifier is that of the Response it answers (RFC 3748 4.2). */
export const eapFailure = (identifier: number): Buffer =>
  encodeEap({ code: EAP_CODE.failure, identifier, data: NOTHING });

/** Octets of one method in an Expanded Nak: 254, vendor (3), type (4). */
const EXPANDED = 8;

const readExpandedNak = (data: Uint8Array): number[] => {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  const wanted: number[] = [];
  for (let at = EXPANDED - 1; at + EXPANDED <= bytes.length; at += EXPANDED) {
    const type = bytes.readUInt32BE(at + 4);
    const isPlain = bytes[at] === EAP_TYPE.expanded && bytes.readUIntBE(at + 1, 3) === 0;
    if (isPlain && type > EAP_TYPE.nak && type < EAP_TYPE.expanded) wanted.push(type);
  }
  return wanted;
};

/**
 * The methods a Response says it would rather do, best first, empty when it knows none of them; `undefined` when it is no Nak. Legacy
 * (RFC 3748 5.3.1) and Expanded (5.3.2); a vendor's own method is left out, and so is what is no method (types under 4).
 */
export const readNak = ({ code, type, data }: EapPacket): readonly number[] | undefined => {
  if (code !== EAP_CODE.response) return undefined;
  if (type === EAP_TYPE.nak) return [...data].filter((one) => one > EAP_TYPE.nak && one !== EAP_TYPE.expanded);
  // After the type 254: vendor 0, type 3 says Expanded Nak.
  const isExpandedNak =
    type === EAP_TYPE.expanded && data.length >= 7 && isPadding(data.subarray(0, 6), 0) && data[6] === EAP_TYPE.nak;
  return isExpandedNak ? readExpandedNak(data) : undefined;
};

/** The EAP-Message attributes of a packet joined in order (RFC 3579 3.1): empty for an EAP-Start, `undefined` when there is none. */
export const eapMessage = (view: PacketView): Buffer | undefined => {
  const parts: Buffer[] = [];
  for (let i = view.find(ATTRIBUTE.eap_message); i >= 0; i = view.next(ATTRIBUTE.eap_message, i)) {
    parts.push(view.bytes.subarray(view.start(i), view.start(i) + view.size(i)));
  }
  return parts.length === 0 ? undefined : Buffer.concat(parts);
};

/** Adds an EAP packet to the packet being written, in as many EAP-Message attributes as it takes (RFC 3579 3.1). */
export const addEapMessage = (writer: PacketWriter, eap: Uint8Array): void => {
  for (let at = 0; at < eap.length; at += MAX_VALUE_OCTETS) {
    writer.addOctets(ATTRIBUTE.eap_message, eap, at, Math.min(at + MAX_VALUE_OCTETS, eap.length));
  }
};
