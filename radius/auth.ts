import { chapResponse } from './chap.ts';
import { ATTRIBUTE } from './codes.ts';
import { equal16, equalPadded } from './equal.ts';
import { reveal } from './hiding.ts';
import type { Secret } from './md5.ts';
import { hasMsChap } from './ms-chap-attributes.ts';
import type { PacketView } from './packet-view.ts';

/** Octets of a User-Password: 16 to 128 in steps of 16 (RFC 2865 5.2). */
const MAX_PASSWORD = 128;
const CHAP_OCTETS = 17;
const AUTHENTICATOR_AT = 4;

const plain = Buffer.alloc(MAX_PASSWORD);
const digest = Buffer.alloc(16);

/**
 * How the user of an Access-Request proves who they are: `none` and `several` are never accepted (RFC 2865 4.1, RFC 3579 3.3).
 * A State alone (the next step of a challenge, or Authorize-Only) is `none` here.
 */
export type Credential = 'pap' | 'chap' | 'ms-chap' | 'eap' | 'none' | 'several';

/** Which credential an Access-Request carries; two of one kind, or of different kinds, are `several`. EAP may span many attributes. */
export const credentialOf = (view: PacketView): Credential => {
  const pap = view.find(ATTRIBUTE.user_password);
  const chap = view.find(ATTRIBUTE.chap_password);
  const eap = view.has(ATTRIBUTE.eap_message);
  const msChap = view.has(ATTRIBUTE.vendor_specific) && hasMsChap(view);
  if ((pap >= 0 ? 1 : 0) + (chap >= 0 ? 1 : 0) + (msChap ? 1 : 0) + (eap ? 1 : 0) > 1) return 'several';
  if (eap) return 'eap';
  if (msChap) return 'ms-chap';
  if (pap >= 0) return view.next(ATTRIBUTE.user_password, pap) < 0 ? 'pap' : 'several';
  if (chap >= 0) return view.next(ATTRIBUTE.chap_password, chap) < 0 ? 'chap' : 'several';
  return 'none';
};

/** Reveals the User-Password into `plain`; gives its octets with padding, or -1 when there is none of an allowed length. */
const revealInto = (view: PacketView, secret: Secret, out: Uint8Array): number => {
  const i = view.find(ATTRIBUTE.user_password);
  if (i < 0) return -1;
  const size = view.size(i);
  if (size === 0 || size > MAX_PASSWORD || size % 16 !== 0) return -1;
  reveal(secret, view.bytes, view.start(i), size, view.bytes, AUTHENTICATOR_AT, out);
  return size;
};

/**
 * True when the User-Password of an Access-Request is `password` (RFC 2865 5.2). Compares in constant time; a password is 1 to 128
 * octets. Allocates nothing.
 */
export const verifyPap = (view: PacketView, secret: Secret, password: Uint8Array): boolean => {
  const size = revealInto(view, secret, plain);
  const right = size > 0 && password.length > 0 && equalPadded(plain, size, password);
  plain.fill(0);
  return right;
};

/**
 * Reveals the User-Password of an Access-Request into `out` (128 octets, to be wiped afterwards) and gives its size without the zeros it was padded
 * with; -1 when there is none of an allowed length (RFC 2865 5.2). Allocates nothing.
 */
export const revealPassword = (view: PacketView, secret: Secret, out: Uint8Array): number => {
  let size = revealInto(view, secret, out);
  while (size > 0 && out[size - 1] === 0) size--;
  return size;
};

/**
 * The User-Password of an Access-Request in clear, for a check against a hash; `undefined` when there is none of an allowed length
 * (RFC 2865 5.2). Trailing zeros are padding and cut off; zeros within survive.
 */
export const userPassword = (view: PacketView, secret: Secret): Buffer | undefined => {
  const size = revealPassword(view, secret, plain);
  if (size < 0) return undefined;
  const password = Buffer.from(plain.subarray(0, size));
  plain.fill(0);
  return password;
};

/**
 * True when the CHAP-Password of an Access-Request answers its challenge with `password` (RFC 2865 5.3, 5.40): the CHAP-Challenge,
 * of any length, or without it the Request Authenticator. A CHAP-Password of another length than 17 octets is false. Compares in constant
 * time; allocates nothing.
 */
export const verifyChap = (view: PacketView, password: Uint8Array): boolean => {
  const i = view.find(ATTRIBUTE.chap_password);
  if (i < 0 || view.size(i) !== CHAP_OCTETS || password.length === 0) return false;
  const at = view.start(i);
  const challenge = view.find(ATTRIBUTE.chap_challenge);
  const from = challenge < 0 ? AUTHENTICATOR_AT : view.start(challenge);
  const to = challenge < 0 ? AUTHENTICATOR_AT + 16 : from + view.size(challenge);
  chapResponse(view.bytes[at] as number, password, view.bytes, from, to, digest);
  return equal16(view.bytes, at + 1, digest, 0);
};
