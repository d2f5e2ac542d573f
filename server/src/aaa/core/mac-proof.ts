import { ATTRIBUTE, type Credential, type PacketView, revealPassword, type Secret, verifyChap } from '@isp/radius';
import { macNumber } from './station.ts';

const NOTHING = Buffer.alloc(0);
const password = Buffer.alloc(128);

const isSecret = (size: number, secret: Uint8Array): boolean => {
  let difference = size ^ secret.length;
  for (let i = 0; i < size; i++) difference |= (password[i] as number) ^ (secret[i] ?? 0);
  return difference === 0;
};

const isPapProof = (view: PacketView, secret: Secret, mac: number): boolean => {
  const size = revealPassword(view, secret, password);
  const right = size === 0 || (size > 0 && (macNumber(password, 0, size) === mac || isSecret(size, secret.bytes)));
  password.fill(0);
  return right;
};

/**
 * Whether what comes with a MAC is what NASes send for one: no password (Call-Check, RFC 2865 5.6), an empty one, the MAC again in any spelling, or the
 * shared secret. It proves nothing: whoever sends the MAC is let on.
 */
export const isMacProof = (view: PacketView, secret: Secret, kind: Credential, mac: number): boolean => {
  if (kind === 'none') return true;
  if (kind === 'pap') return isPapProof(view, secret, mac);
  if (kind !== 'chap') return false;
  return verifyChap(view, view.octets(ATTRIBUTE.user_name) ?? NOTHING) || verifyChap(view, secret.bytes);
};
