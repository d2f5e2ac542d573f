import { hidePassword, hideSalted, reveal, revealSalted } from './hiding.ts';
import type { Secret } from './md5.ts';

/** A secret with the Request Authenticator of the exchange that something is hidden in. */
export interface Hiding {
  readonly secret: Secret;
  readonly authenticator: Uint8Array;
}

const STEP = 16;
const MAX_PASSWORD = 128;

/** A User-Password (or MS-CHAP-MPPE-Keys, RFC 2548 2.4.1) hidden for another exchange (RFC 2865 2.3, 5.2), its padding as it was; `undefined` when it has no length of one. */
export const rehidePassword = (hidden: Uint8Array, from: Hiding, to: Hiding): Buffer | undefined => {
  if (hidden.length === 0 || hidden.length > MAX_PASSWORD || hidden.length % STEP !== 0) return undefined;
  const plain = Buffer.alloc(hidden.length);
  reveal(from.secret, hidden, 0, hidden.length, from.authenticator, 0, plain);
  const again = hidePassword(to.secret, plain, to.authenticator);
  plain.fill(0);
  return again;
};

/** A salted value (RFC 2868 3.5, RFC 2548 2.4.2) hidden for another exchange under `salt` (0–32767); `undefined` when it is none under the secret it came by. */
export const rehideSalted = (hidden: Uint8Array, from: Hiding, to: Hiding, salt: number): Buffer | undefined => {
  const plain = revealSalted(from.secret, hidden, from.authenticator);
  return plain && hideSalted(to.secret, plain, salt, to.authenticator);
};
