import { ATTRIBUTE, HEADER_OCTETS } from './codes.ts';
import { hmacBegin, hmacEnd, md5Add, md5Begin, md5End, type Secret } from './md5.ts';

const AUTHENTICATOR_AT = 4;
/** Where the value of a Message-Authenticator is that stands first. */
const SIGN_AT = HEADER_OCTETS + 2;

/** Makes the Message-Authenticator (RFC 3579 3.2) of the packet at `from`..`to` of `bytes`, which stands first and is zeros. */
export const signMessage = (bytes: Uint8Array, from: number, to: number, secret: Secret): void => {
  hmacBegin(secret);
  md5Add(bytes, from, to);
  hmacEnd(secret, bytes, from + SIGN_AT);
};

/** Makes the authenticator of the packet at `from`..`to` of `bytes` of it and the secret (RFC 2865 3, RFC 2866 3, RFC 5176 2.3); what stands in its place is hashed with the rest. */
export const digestAuthenticator = (bytes: Uint8Array, from: number, to: number, secret: Secret): void => {
  md5Begin();
  md5Add(bytes, from, to);
  md5Add(secret.bytes);
  md5End(bytes, from + AUTHENTICATOR_AT);
};

/**
 * Signs the answer at `from`..`to` of `bytes`, in place: its Message-Authenticator, which stands first when it has one and is zeros, and then its Response Authenticator, in whose
 * place the request's stands. `PacketWriter.endResponse` leaves an answer like that. Any thread may do it: it needs the answer and the secret alone.
 */
export const signResponse = (bytes: Uint8Array, from: number, to: number, secret: Secret): void => {
  const first = from + HEADER_OCTETS;
  if (first < to && bytes[first] === ATTRIBUTE.message_authenticator) signMessage(bytes, from, to, secret);
  digestAuthenticator(bytes, from, to, secret);
};
