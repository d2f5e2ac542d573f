import { chapResponse } from './chap.ts';
import {
  ATTRIBUTE,
  CODE,
  HEADER_OCTETS,
  hasDigestAuthenticator,
  MAX_PACKET_OCTETS,
  MAX_VALUE_OCTETS,
} from './codes.ts';
import { hidePassword } from './hiding.ts';
import type { Secret } from './md5.ts';
import type { PacketView } from './packet-view.ts';
import { digestAuthenticator, signMessage, signResponse } from './sign-response.ts';

const AUTHENTICATOR_AT = 4;
const chapDigest = Buffer.alloc(16);

/** Attributes that mean something when empty (RFC 4372 2.2, RFC 3579 2.1, RFC 4072 2.2); of every other kind an empty one is never sent. */
const mayBeEmpty = (type: number): boolean =>
  type === ATTRIBUTE.chargeable_user_identity || type === ATTRIBUTE.eap_message || type === 102;

/**
 * Writes one packet after another into one buffer, so that answering makes no garbage. What does not fit in 4096 octets spoils the packet:
 * `finishRequest` and `finishResponse` then give 0, and nothing is to be sent.
 *
 *     writer.beginResponse(CODE.access_accept, view);
 *     writer.addEncoded(profile);                        // attributes made once, when the plan changed
 *     const length = writer.finishResponse(view, secret);
 *     if (length > 0) socket.send(writer.bytes, 0, length, port, address);
 */
export class PacketWriter {
  readonly bytes: Buffer;
  /** Octets written so far. */
  length = 0;
  #fits = true;
  #isSigned = false;

  constructor(bytes: Buffer = Buffer.alloc(MAX_PACKET_OCTETS)) {
    this.bytes = bytes;
  }

  #begin(code: number, identifier: number, withMessageAuthenticator: boolean): void {
    this.bytes[0] = code;
    this.bytes[1] = identifier;
    this.length = HEADER_OCTETS;
    this.#fits = true;
    this.#isSigned = withMessageAuthenticator;
    if (!withMessageAuthenticator) return;
    const at = this.#open(ATTRIBUTE.message_authenticator, 16);
    this.bytes.fill(0, at, at + 16);
  }

  /** Room for an attribute with a value of `size` octets: gives the offset of the value, or -1 and the packet is spoiled. */
  #open(type: number, size: number): number {
    const at = this.length + 2;
    if (size > MAX_VALUE_OCTETS || at + size > Math.min(MAX_PACKET_OCTETS, this.bytes.length)) {
      this.#fits = false;
      return -1;
    }
    this.bytes[at - 2] = type;
    this.bytes[at - 1] = size + 2;
    this.length = at + size;
    return at;
  }

  #openVendor(vendor: number, type: number, size: number): number {
    const at = this.#open(ATTRIBUTE.vendor_specific, size + 6);
    if (at < 0) return -1;
    this.bytes.writeUInt32BE(vendor, at);
    this.bytes[at + 4] = type;
    this.bytes[at + 5] = size + 2;
    return at + 6;
  }

  /**
   * Starts the answer to the request in `request`. A Message-Authenticator comes first, before any other attribute, in every answer to an
   * Access-Request or Status-Server (CVE-2024-3596) and in answers to requests that carried one.
   */
  beginResponse(code: number, request: PacketView): void {
    const asked = request.code;
    const signed =
      asked === CODE.access_request || asked === CODE.status_server || request.has(ATTRIBUTE.message_authenticator);
    this.#begin(code, request.identifier, signed);
    for (let i = AUTHENTICATOR_AT; i < HEADER_OCTETS; i++) this.bytes[i] = request.bytes[i] as number;
  }

  /**
   * Starts a request. `authenticator` is 16 random octets for Access-Request and Status-Server, and left out for the codes whose
   * authenticator is a digest (Accounting, CoA, Disconnect). `signed` says whether it carries a Message-Authenticator, by default all but
   * Accounting-Request (RFC 2869 5.14 does not put it there).
   */
  beginRequest(
    code: number,
    identifier: number,
    authenticator?: Uint8Array,
    signed = code !== CODE.accounting_request,
  ): void {
    if (!hasDigestAuthenticator(code) && authenticator?.length !== 16) {
      throw new RangeError('this request takes a Request Authenticator of 16 octets (RFC 2865 3)');
    }
    this.#begin(code, identifier, signed);
    if (hasDigestAuthenticator(code)) this.bytes.fill(0, AUTHENTICATOR_AT, HEADER_OCTETS);
    else this.bytes.set(authenticator as Uint8Array, AUTHENTICATOR_AT);
  }

  /** Adds octets `from`..`to` of `value`; an empty value is not sent unless emptiness means something. At most 253 octets. */
  addOctets(type: number, value: Uint8Array, from = 0, to = value.length): void {
    const size = to - from;
    if (size === 0 && !mayBeEmpty(type)) return;
    const at = this.#open(type, size);
    if (at >= 0) for (let i = 0; i < size; i++) this.bytes[at + i] = value[from + i] as number;
  }

  /** Adds an unsigned 32-bit integer: also a time in seconds, or an IPv4 address as a number. */
  addInteger(type: number, value: number): void {
    const at = this.#open(type, 4);
    if (at >= 0) this.bytes.writeUInt32BE(value >>> 0, at);
  }

  /** Adds text in UTF-8, at most 253 octets; empty text is not sent (RFC 2865 5). */
  addText(type: number, text: string): void {
    const size = Buffer.byteLength(text);
    if (size === 0) return;
    const at = this.#open(type, size);
    if (at >= 0) this.bytes.write(text, at, size, 'utf8');
  }

  /** Adds one sub-attribute of a vendor, in a Vendor-Specific of its own (RFC 2865 5.26); at most 247 octets, empty is not sent. */
  addVendorOctets(vendor: number, type: number, value: Uint8Array): void {
    if (value.length === 0) return;
    const at = this.#openVendor(vendor, type, value.length);
    if (at >= 0) this.bytes.set(value, at);
  }

  /** Adds a vendor's unsigned 32-bit integer. */
  addVendorInteger(vendor: number, type: number, value: number): void {
    const at = this.#openVendor(vendor, type, 4);
    if (at >= 0) this.bytes.writeUInt32BE(value >>> 0, at);
  }

  /** Adds a vendor's text in UTF-8. */
  addVendorText(vendor: number, type: number, text: string): void {
    const size = Buffer.byteLength(text);
    if (size === 0) return;
    const at = this.#openVendor(vendor, type, size);
    if (at >= 0) this.bytes.write(text, at, size, 'utf8');
  }

  /** Adds attributes that are encoded already, as `encodeAttributes` and the vendor rows make them. */
  addEncoded(attributes: Uint8Array): void {
    const at = this.length;
    if (at + attributes.length > Math.min(MAX_PACKET_OCTETS, this.bytes.length)) {
      this.#fits = false;
      return;
    }
    for (let i = 0; i < attributes.length; i++) this.bytes[at + i] = attributes[i] as number;
    this.length = at + attributes.length;
  }

  /** Adds a hidden User-Password of 1 to 128 octets (RFC 2865 5.2), after `beginRequest`: it depends on the authenticator. */
  addUserPassword(password: Uint8Array, secret: Secret): void {
    if (password.length > 128) throw new RangeError('a User-Password has at most 128 octets (RFC 2865 5.2)');
    const authenticator = this.bytes.subarray(AUTHENTICATOR_AT, HEADER_OCTETS);
    this.addOctets(ATTRIBUTE.user_password, hidePassword(secret, password, authenticator));
  }

  /** Adds a CHAP-Password (RFC 2865 5.3) and, when `challenge` is given, the CHAP-Challenge; else the Request Authenticator is it. */
  addChapPassword(identifier: number, password: Uint8Array, challenge?: Uint8Array): void {
    if (challenge === undefined) {
      chapResponse(identifier, password, this.bytes, AUTHENTICATOR_AT, HEADER_OCTETS, chapDigest);
    } else {
      chapResponse(identifier, password, challenge, 0, challenge.length, chapDigest);
      this.addOctets(ATTRIBUTE.chap_challenge, challenge);
    }
    const at = this.#open(ATTRIBUTE.chap_password, 17);
    if (at < 0) return;
    this.bytes[at] = identifier;
    this.bytes.set(chapDigest, at + 1);
  }

  #writeLength(): void {
    this.bytes[2] = this.length >>> 8;
    this.bytes[3] = this.length & 0xff;
  }

  /**
   * Ends an answer but for its signs: copies every Proxy-State of the request, in order (RFC 2865 5.33). The Message-Authenticator is zeros and the authenticator the request's, as
   * `signResponse` wants them. Gives the octets of it, or 0 when it does not fit in 4096.
   */
  endResponse(request: PacketView): number {
    for (let i = request.find(ATTRIBUTE.proxy_state); i >= 0; i = request.next(ATTRIBUTE.proxy_state, i)) {
      const start = request.start(i);
      const at = this.#open(ATTRIBUTE.proxy_state, request.size(i));
      if (at >= 0) request.bytes.copy(this.bytes, at, start, start + request.size(i));
    }
    if (!this.#fits) return 0;
    this.#writeLength();
    return this.length;
  }

  /** Ends an answer and signs it (`endResponse`, `signResponse`). Gives the octets to send, or 0 when it does not fit in 4096. */
  finishResponse(request: PacketView, secret: Secret): number {
    const length = this.endResponse(request);
    if (length > 0) signResponse(this.bytes, 0, length, secret);
    return length;
  }

  /**
   * Ends a request: makes the Message-Authenticator, then for Accounting, CoA and Disconnect the Request Authenticator (RFC 2866 3,
   * RFC 5176 2.3). Gives the octets to send, or 0 when it does not fit in 4096.
   */
  finishRequest(secret: Secret): number {
    if (!this.#fits) return 0;
    this.#writeLength();
    if (this.#isSigned) signMessage(this.bytes, 0, this.length, secret);
    if (hasDigestAuthenticator(this.bytes[0] as number)) digestAuthenticator(this.bytes, 0, this.length, secret);
    return this.length;
  }
}
