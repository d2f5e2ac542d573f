import { hidePassword, hideSalted } from './hiding.ts';
import type { Secret } from './md5.ts';
import {
  authenticatorResponse,
  CHALLENGE,
  challengeResponse,
  isResponse,
  type MppeKeys,
  msChap2Keys,
  msChap2Response,
  NT_RESPONSE,
  ntHashHash,
} from './ms-chap.ts';
import type { PacketView } from './packet-view.ts';
import type { PacketWriter } from './packet-writer.ts';

const MICROSOFT = 311;

/** Microsoft's attributes (RFC 2548 2). */
const TYPE = {
  response: 1,
  error: 2,
  encryption_policy: 7,
  encryption_types: 8,
  challenge: 11,
  mppe_keys: 12,
  send_key: 16,
  recv_key: 17,
  response2: 25,
  success2: 26,
} as const;

/** Octets of both responses: identifier, flags, 24 (LM response, or peer challenge and reserved), NT response. */
const RESPONSE_OCTETS = 50;
const NT_RESPONSE_AT = 26;
/** The flag of a version 1 response that says its NT response counts (RFC 2548 2.1.3). */
const USE_NT = 1;

/** What a request proves its user with by MS-CHAP: windows on the datagram. */
export interface MsChapProof {
  readonly version: 1 | 2;
  readonly identifier: number;
  readonly authenticator_challenge: Uint8Array;
  /** Empty in version 1. */
  readonly peer_challenge: Uint8Array;
  readonly response: Uint8Array;
}

/** True when an Access-Request proves its user by MS-CHAP of either version. */
export const hasMsChap = (view: PacketView): boolean =>
  view.vendorOctets(MICROSOFT, TYPE.response2) !== undefined ||
  view.vendorOctets(MICROSOFT, TYPE.response) !== undefined;

/**
 * The MS-CHAP proof of an Access-Request (RFC 2548 2.1.3, 2.3.2); `undefined` when there is none, its challenge is missing or of another length, or it
 * answers by LM alone, which was given up in 1999.
 */
export const readMsChap = (view: PacketView): MsChapProof | undefined => {
  const second = view.vendorOctets(MICROSOFT, TYPE.response2);
  const version = second === undefined ? 1 : 2;
  const octets = second ?? view.vendorOctets(MICROSOFT, TYPE.response);
  const challenge = view.vendorOctets(MICROSOFT, TYPE.challenge);
  if (octets?.length !== RESPONSE_OCTETS || challenge?.length !== CHALLENGE[version]) return undefined;
  const flags = octets[1] as number;
  if (version === 1 && (flags & USE_NT) === 0) return undefined;
  return {
    version,
    identifier: octets[0] as number,
    authenticator_challenge: challenge,
    peer_challenge: octets.subarray(2, version === 1 ? 2 : 2 + CHALLENGE[2]),
    response: octets.subarray(NT_RESPONSE_AT, NT_RESPONSE_AT + NT_RESPONSE),
  };
};

/** True when the proof was made with the password whose NT hash this is. `username` is the User-Name as it came. */
export const verifyMsChap = (proof: MsChapProof, username: Uint8Array, hash: Uint8Array): boolean => {
  const right =
    proof.version === 1
      ? challengeResponse(proof.authenticator_challenge, hash)
      : msChap2Response({ ...proof, username }, hash);
  return isResponse(proof.response, right);
};

/** Encryption is allowed, with 40 or 128 bits (RFC 2548 2.4.4, 2.4.5). */
const ALLOWED = 1;
const RC4_40_OR_128 = 6;

/** What an Access-Accept needs for MS-CHAP besides the proof. */
export interface MsChapAnswer {
  readonly username: Uint8Array;
  readonly hash: Uint8Array;
  readonly secret: Secret;
  /** The Request Authenticator. */
  readonly authenticator: Uint8Array;
  /** A random number of 14 bits. */
  readonly salt: number;
}

const addKeys1 = (writer: PacketWriter, { hash, secret, authenticator }: MsChapAnswer): void => {
  const keys = Buffer.alloc(32);
  keys.set(ntHashHash(hash), 8);
  writer.addVendorOctets(MICROSOFT, TYPE.mppe_keys, hidePassword(secret, keys, authenticator));
};

/** Adds the keys of a line to an Access-Accept, hidden with two different salts (RFC 2548 2.4.2, 2.4.3). */
export const addMppeKeys = (
  writer: PacketWriter,
  { send, receive }: MppeKeys,
  { secret, authenticator, salt }: Pick<MsChapAnswer, 'secret' | 'authenticator' | 'salt'>,
): void => {
  const hidden = (key: Buffer, one: number) => hideSalted(secret, key, one, authenticator) ?? Buffer.alloc(0);
  writer.addVendorOctets(MICROSOFT, TYPE.send_key, hidden(send, 2 * salt));
  writer.addVendorOctets(MICROSOFT, TYPE.recv_key, hidden(receive, 2 * salt + 1));
};

/**
 * Adds to an Access-Accept what MS-CHAP asks for: the proof that we know the password too (version 2, RFC 2548 2.3.3), and the keys by which the line
 * may be encrypted (RFC 2548 2.4). A version 1 answer has no LM key: its octets are zero.
 */
export const addMsChapSuccess = (writer: PacketWriter, proof: MsChapProof, answer: MsChapAnswer): void => {
  if (proof.version === 2) {
    const said = authenticatorResponse({ ...proof, username: answer.username }, answer.hash, proof.response);
    const success = Buffer.concat([Buffer.of(proof.identifier), Buffer.from(said)]);
    writer.addVendorOctets(MICROSOFT, TYPE.success2, success);
    addMppeKeys(writer, msChap2Keys(answer.hash, proof.response), answer);
  } else addKeys1(writer, answer);
  writer.addVendorInteger(MICROSOFT, TYPE.encryption_policy, ALLOWED);
  writer.addVendorInteger(MICROSOFT, TYPE.encryption_types, RC4_40_OR_128);
};

/** Why MS-CHAP failed, in its own numbers (RFC 2759 6). */
export const MS_CHAP_ERROR = { no_permission: 649, wrong_password: 691 } as const;
/** One of `MS_CHAP_ERROR`. */
export type MsChapError = (typeof MS_CHAP_ERROR)[keyof typeof MS_CHAP_ERROR];

/** Text of a failure that may not be tried again; `challenge` is 16 random octets (RFC 2759 6), and version 1 has none (RFC 2433 8). */
export const msChapFailure = (error: MsChapError, challenge: Uint8Array | undefined): string =>
  challenge === undefined
    ? `E=${error} R=0 V=2`
    : `E=${error} R=0 C=${Buffer.from(challenge).toString('hex').toUpperCase()} V=3 M=Log-in failed`;

/** Adds an MS-CHAP-Error to an Access-Reject (RFC 2548 2.1.5). */
export const addMsChapError = (
  writer: PacketWriter,
  proof: MsChapProof,
  error: MsChapError,
  challenge: Uint8Array,
): void => {
  const text = msChapFailure(error, proof.version === 1 ? undefined : challenge);
  writer.addVendorOctets(MICROSOFT, TYPE.error, Buffer.concat([Buffer.of(proof.identifier), Buffer.from(text)]));
};
