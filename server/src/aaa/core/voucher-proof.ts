import { ATTRIBUTE, type Credential, type PacketView, revealPassword, type Secret, verifyChap } from '@isp/radius';
import { foldInto, MAX_CODE } from './voucher-code.ts';

const NOTHING = Buffer.alloc(0);
const password = Buffer.alloc(128);
const folded = Buffer.alloc(MAX_CODE);

const isSame = (size: number, code: Uint8Array): boolean => {
  let difference = size ^ code.length;
  for (let i = 0; i < size; i++) difference |= (folded[i] as number) ^ (code[i] ?? 0);
  return difference === 0;
};

/** A hotspot's page may ask for nothing but the code, and then sends an empty password. */
const isPapProof = (view: PacketView, secret: Secret, code: Uint8Array): boolean => {
  const size = revealPassword(view, secret, password);
  const typed = size < 0 ? -1 : foldInto(password, 0, size, folded);
  const right = size === 0 || (typed >= 0 && isSame(typed, code));
  password.fill(0);
  folded.fill(0);
  return right;
};

/**
 * Whether what comes with the code of a voucher without a PIN is what hotspots send for one by PAP and CHAP: the code again, as it is kept or as it was typed
 * for a name, or by PAP nothing. It proves nothing more: whoever sends the code has it.
 */
export const isCodeProof = (view: PacketView, secret: Secret, kind: Credential, code: Uint8Array): boolean => {
  if (kind === 'pap') return isPapProof(view, secret, code);
  if (kind !== 'chap') return false;
  return verifyChap(view, code) || verifyChap(view, view.octets(ATTRIBUTE.user_name) ?? NOTHING);
};
