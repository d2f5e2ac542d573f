import { codeName, HEADER_OCTETS, isRequestCode } from './codes.ts';
import { type Attribute, type DecodeContext, decodeAttributes } from './decode.ts';
import { type Malformed, PacketView, parsePacket } from './packet-view.ts';
import type { Value } from './value.ts';

/** A packet read whole, its attributes by name: for tools, tests and replies to what we ask. Servers use `PacketView`. */
export interface Packet {
  readonly code: number;
  /** As `'Access-Request'`. */
  readonly name: string;
  readonly identifier: number;
  /** Octets, as its Length field says. */
  readonly length: number;
  readonly authenticator: Buffer;
  readonly attributes: readonly Attribute[];
}

/** A packet, or why there is none. */
export type DecodedPacket =
  | { readonly ok: true; readonly packet: Packet }
  | { readonly ok: false; readonly reason: Malformed };

/** `bytes` as a `Buffer` on the same memory. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/**
 * Reads a datagram whole. With a `secret`, hidden values are revealed; those of an answer need the `request_authenticator` too. Checks framing,
 * not authenticity: that is `verifyRequest` and `verifyResponse`. Never throws.
 */
export const decodePacket = (bytes: Uint8Array, context: DecodeContext = {}): DecodedPacket => {
  const view = new PacketView();
  const reason = parsePacket(view, asBuffer(bytes));
  if (reason !== undefined) return { ok: false, reason };
  const authenticator = Buffer.from(view.bytes.subarray(4, HEADER_OCTETS));
  const attributes = decodeAttributes(view.bytes.subarray(HEADER_OCTETS, view.length), {
    ...context,
    request_authenticator: isRequestCode(view.code) ? authenticator : context.request_authenticator,
  });
  const { code, identifier, length } = view;
  return {
    ok: true,
    packet: {
      code,
      name: codeName(code) ?? `${code}`,
      identifier,
      length,
      authenticator,
      attributes: attributes ?? [],
    },
  };
};

/** The value of the first attribute with this name that could be read, or `undefined`. */
export const attributeValue = (packet: Packet, name: string): Value | undefined =>
  packet.attributes.find((attribute) => attribute.name === name && attribute.raw === undefined)?.value;
