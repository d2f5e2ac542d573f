import { ATTRIBUTE, HEADER_OCTETS } from './codes.ts';
import { hmacBegin, hmacEnd, md5Add, md5Begin, md5End, type Secret } from './md5.ts';

const AUTHENTICATOR_AT = 4;

/**
 * Signs the answer at `from`..`to` of `bytes`, in place: its Message-Authenticator (RFC 3579 3.2), which stands first when it has one and is zeros, and then its Response
 * Authenticator (RFC 2865 3), in whose place the request's stands. `PacketWriter.endResponse` leaves an answer like that. Any thread may do it: it needs the answer and the secret alone.
 */
export const signResponse = (bytes: Uint8Array, from: number, to: number, secret: Secret): void => {
  const first = from + HEADER_OCTETS;
  if (first < to && bytes[first] === ATTRIBUTE.message_authenticator) {
    hmacBegin(secret);
    md5Add(bytes, from, to);
    hmacEnd(secret, bytes, first + 2);
  }
  md5Begin();
  md5Add(bytes, from, to);
  md5Add(secret.bytes);
  md5End(bytes, from + AUTHENTICATOR_AT);
};
