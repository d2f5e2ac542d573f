/**
 * The RADIUS protocol: octets to packets and back, nothing else. No sockets, no clock, no randomness: what is random is an argument.
 *
 * - **NAS**: network access server, the router that lets a subscriber on; to us a RADIUS *client*.
 * - **Packet**: code, identifier, length, authenticator, attributes (RFC 2865 3).
 * - **Attribute**: type, length, value. **VSA**: vendor-specific attribute, a vendor's own inside attribute 26. **TLV**: attributes
 *   inside an attribute (RFC 6929 2.3).
 * - **Place** (`oid`): where an attribute lives, `'1'`, `'26.14988.8'`, `'241.5.1'`.
 * - **Secret**: what a NAS and we share; prepared once by `prepareSecret`.
 * - **Request Authenticator**: 16 octets of a request, random (Access-Request) or a digest (Accounting, CoA, Disconnect).
 *   **Response Authenticator**: the digest an answer proves itself with. **Message-Authenticator**: an HMAC over the whole packet
 *   (RFC 3579 3.2).
 * - **PAP**: the password comes hidden under the secret. **CHAP**, **MS-CHAP**: only proof of it comes.
 * - **Hidden**: put on the wire under the secret (User-Password, Tunnel-Password).
 * - **Malformed**: no packet at all. **Distrusted**: a packet, not believed. **Invalid attribute**: good framing, bad content; kept
 *   aside, the packet goes on (RFC 6929 2.8).
 * - **CoA**, **Disconnect**: we ask the NAS to change or end a session (RFC 5176); it says ACK, or NAK with an Error-Cause.
 * - **Wall**: what a session may reach while it is unpaid; the NAS knows it by name.
 *
 * On a packet's way: `parsePacket`, `verifyRequest`, `verifyPap` or `verifyChap`, `PacketWriter`; none of them makes garbage. Everywhere
 * else: `decodePacket`, `describePacket`, `encodeAttributes`, `buildDynamicRequest`, `readDynamicReply`.
 */
export { type AccessLine, readAccessLine } from './access-line.ts';
export { type Credential, credentialOf, revealPassword, userPassword, verifyChap, verifyPap } from './auth.ts';
export { chapResponse } from './chap.ts';
export { ATTRIBUTE, CODE, codeName, isRequestCode, MAX_PACKET_OCTETS } from './codes.ts';
export { type Attribute, type DecodeContext, decodeAttributes } from './decode.ts';
export { type DescribedAttribute, type Description, describePacket } from './describe.ts';
export {
  type AttributeDefinition,
  type AttributeRow,
  createDictionary,
  type DataType,
  type Dictionary,
  type DictionaryPart,
  type NameOf,
} from './dictionary/dictionary.ts';
export { type AttributeName, STANDARD as STANDARD_DICTIONARY, STANDARD_PARTS } from './dictionary/standard.ts';
export {
  buildDynamicRequest,
  type DynamicReply,
  type DynamicRequest,
  encodeSession,
  errorCauseName,
  readDynamicReply,
  type SessionIdentification,
  type SessionKey,
} from './dynamic-authorization.ts';
export {
  addEapMessage,
  EAP_CODE,
  EAP_TYPE,
  type EapPacket,
  eapFailure,
  eapMessage,
  eapRequest,
  eapSuccess,
  encodeEap,
  parseEap,
  readNak,
} from './eap.ts';
export { eapMd5 } from './eap-md5.ts';
export { type EapMethod, type EapTurn, IGNORE as EAP_IGNORE } from './eap-method.ts';
export { EapMsChap2 } from './eap-ms-chap2.ts';
export { TlsFlights, type TlsHeard } from './eap-tls-frame.ts';
export { type AttributeToSend, type EncodeContext, type Encoded, encodeAttributes } from './encode.ts';
export { hmacBegin, hmacEnd, md5, md5Add, md5Begin, md5End, prepareSecret, type Secret } from './md5.ts';
export {
  authenticatorResponse,
  challengeResponse,
  type MppeKeys,
  msChap2Keys,
  msChap2Response,
  ntHash,
} from './ms-chap.ts';
export {
  addMppeKeys,
  addMsChapError,
  addMsChapSuccess,
  MS_CHAP_ERROR,
  type MsChapError,
  type MsChapProof,
  readMsChap,
  verifyMsChap,
} from './ms-chap-attributes.ts';
export { attributeValue, type DecodedPacket, decodePacket, type Packet } from './packet.ts';
export {
  keepPacket,
  MALFORMED,
  MAX_ATTRIBUTES,
  type Malformed,
  PacketView,
  parsePacket,
  parseToFault,
} from './packet-view.ts';
export { PacketWriter } from './packet-writer.ts';
export { type Hiding, rehidePassword, rehideSalted } from './rehide.ts';
export { signResponse } from './sign-response.ts';
export { PacketStream } from './stream.ts';
export { readTtlsAvps, type TtlsAvp, writeTtlsAvp } from './ttls-avp.ts';
export type { Value } from './value.ts';
export {
  type DeviceLevel,
  identificationFor,
  type Rate,
  VENDOR_ROWS,
  type Vendor,
  type VendorId,
  vendorOf,
} from './vendor.ts';
export {
  DISTRUST,
  type Distrust,
  type RequestPolicy,
  STRICT as STRICT_POLICY,
  verifyRequest,
  verifyResponse,
} from './verify.ts';
