import { createCipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { md4 } from './md4.ts';

/** Octets of an NT response. */
export const NT_RESPONSE = 24;
/** Octets of a challenge of MS-CHAP version 1 and 2. */
export const CHALLENGE = { 1: 8, 2: 16 } as const;

const sha1 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The NT hash of a password: MD4 of its UTF-16 little-endian octets (RFC 2759 8.3). */
export const ntHash = (password: string): Buffer => md4(Buffer.from(password, 'utf16le'));

/** The hash of an NT hash (RFC 2759 8.4), from which the keys are made. */
export const ntHashHash = (hash: Uint8Array): Buffer => md4(hash);

/** Seven octets of key as eight, each with a bit of parity that DES does not look at. */
const desKey = (seven: Uint8Array): Buffer => {
  const key = Buffer.alloc(8);
  for (let i = 0, bits = 0, held = 0; i < 8; i++) {
    if (held < 7) {
      bits = ((bits << 8) | (seven[i] ?? 0)) & 0x7fff;
      held += 8;
    }
    held -= 7;
    key[i] = ((bits >>> held) & 0x7f) << 1;
  }
  return key;
};

/** One block by DES; the cipher with three equal keys is DES itself, and libraries still have it. */
const des = (seven: Uint8Array, block: Uint8Array): Buffer => {
  const key = desKey(seven);
  const cipher = createCipheriv('des-ede3', Buffer.concat([key, key, key]), null).setAutoPadding(false);
  return cipher.update(block);
};

/** The 24 octets that answer a challenge of eight with a hash of 16 (RFC 2759 8.5, RFC 2433 A.5). */
export const challengeResponse = (challenge: Uint8Array, hash: Uint8Array): Buffer => {
  const key = Buffer.alloc(21);
  key.set(hash);
  return Buffer.concat([0, 7, 14].map((at) => des(key.subarray(at, at + 7), challenge)));
};

/** What both sides of MS-CHAPv2 said: 16 octets each, and the name that was typed, without the domain before a backslash. */
export interface MsChap2Exchange {
  readonly authenticator_challenge: Uint8Array;
  readonly peer_challenge: Uint8Array;
  readonly username: Uint8Array;
}

const BACKSLASH = 0x5c;

/** Eight octets that stand for both challenges and the name (RFC 2759 8.2). */
const challengeHash = ({ authenticator_challenge, peer_challenge, username }: MsChap2Exchange): Buffer =>
  sha1(peer_challenge, authenticator_challenge, username.subarray(username.lastIndexOf(BACKSLASH) + 1)).subarray(0, 8);

/** The NT response of MS-CHAPv2 (RFC 2759 8.1). */
export const msChap2Response = (exchange: MsChap2Exchange, hash: Uint8Array): Buffer =>
  challengeResponse(challengeHash(exchange), hash);

/** True when 24 octets answer the challenge; compares in constant time. */
export const isResponse = (response: Uint8Array, right: Uint8Array): boolean =>
  response.length === right.length && timingSafeEqual(response, right);

const MAGIC_SERVER = Buffer.from('Magic server to client signing constant');
const MAGIC_ITERATE = Buffer.from('Pad to make it do more than one iteration');

/** What proves to the peer of MS-CHAPv2 that we know its password too: `S=` and 40 hexadecimal digits (RFC 2759 8.7). */
export const authenticatorResponse = (exchange: MsChap2Exchange, hash: Uint8Array, response: Uint8Array): string => {
  const first = sha1(ntHashHash(hash), response, MAGIC_SERVER);
  return `S=${sha1(first, challengeHash(exchange), MAGIC_ITERATE).toString('hex').toUpperCase()}`;
};

const MAGIC_MASTER = Buffer.from('This is the MPPE Master Key');
const MAGIC_TO_SERVER = Buffer.from(
  'On the client side, this is the send key; on the server side, it is the receive key.',
);
const MAGIC_TO_CLIENT = Buffer.from(
  'On the client side, this is the receive key; on the server side, it is the send key.',
);
const PAD_1 = Buffer.alloc(40);
const PAD_2 = Buffer.alloc(40, 0xf2);
const KEY = 16;

/** Keys of 128 bits, named as the server uses them. */
export interface MppeKeys {
  readonly send: Buffer;
  readonly receive: Buffer;
}

/** The keys that an MS-CHAPv2 exchange gives (RFC 3079 3.3, 3.4). */
export const msChap2Keys = (hash: Uint8Array, response: Uint8Array): MppeKeys => {
  const master = sha1(ntHashHash(hash), response, MAGIC_MASTER).subarray(0, KEY);
  const key = (magic: Buffer) => sha1(master, PAD_1, magic, PAD_2).subarray(0, KEY);
  return { send: key(MAGIC_TO_CLIENT), receive: key(MAGIC_TO_SERVER) };
};
