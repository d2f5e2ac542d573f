import { md5Add, md5Begin, md5End, type Secret } from './md5.ts';

/** Octets of one step of the hiding chain. */
const STEP = 16;
const keystream = Buffer.alloc(STEP);

/**
 * What the step that begins `done` octets into a chain is XORed with: MD5 of the secret and the step of cipher before it, or for the first
 * the Request Authenticator, and the two octets of salt that stand before a salted cipher (RFC 2865 5.2, RFC 2868 3.5).
 */
const drawKeystream = (
  secret: Secret,
  cipher: Uint8Array,
  at: number,
  done: number,
  authenticator: Uint8Array,
  authenticatorAt: number,
  salted: boolean,
): void => {
  md5Begin();
  md5Add(secret.bytes);
  if (done > 0) md5Add(cipher, at + done - STEP, at + done);
  else {
    md5Add(authenticator, authenticatorAt, authenticatorAt + STEP);
    if (salted) md5Add(cipher, at - 2, at);
  }
  md5End(keystream);
};

/**
 * Undoes hiding (RFC 2865 5.2): reads `size` octets of `cipher` at `at`, writes as many to `out` from 0. The zeros the sender padded with are
 * still there. `out` must not be `cipher`. Allocates nothing.
 */
export const reveal = (
  secret: Secret,
  cipher: Uint8Array,
  at: number,
  size: number,
  authenticator: Uint8Array,
  authenticatorAt: number,
  out: Uint8Array,
  salted = false,
): void => {
  for (let done = 0; done < size; done += STEP) {
    drawKeystream(secret, cipher, at, done, authenticator, authenticatorAt, salted);
    for (let i = done; i < size && i < done + STEP; i++) {
      out[i] = (cipher[at + i] as number) ^ (keystream[i - done] as number);
    }
  }
};

const hide = (
  secret: Secret,
  plain: Uint8Array,
  authenticator: Uint8Array,
  out: Uint8Array,
  at: number,
  salted: boolean,
): void => {
  for (let done = 0; done < plain.length; done += STEP) {
    drawKeystream(secret, out, at, done, authenticator, 0, salted);
    for (let i = done; i < plain.length && i < done + STEP; i++) {
      out[at + i] = (plain[i] as number) ^ (keystream[i - done] as number);
    }
  }
};

const paddedSize = (octets: number): number => Math.max(STEP, Math.ceil(octets / STEP) * STEP);

/** A hidden User-Password value (RFC 2865 5.2): the password padded with zeros to a multiple of 16 octets. */
export const hidePassword = (secret: Secret, password: Uint8Array, authenticator: Uint8Array): Buffer => {
  const plain = Buffer.alloc(paddedSize(password.length));
  plain.set(password);
  const out = Buffer.alloc(plain.length);
  hide(secret, plain, authenticator, out, 0, false);
  return out;
};

/** Octets a salted value may have, so that tag, salt and value fit in one attribute. */
const MAX_SALTED = 250;

/**
 * A salted value (RFC 2868 3.5, RFC 2548 2.4.2): two octets of salt with the top bit set, then length, value and padding hidden.
 * `salt` is 0–32767 and must not repeat within a packet. `undefined` when the value is over 249 octets.
 */
export const hideSalted = (
  secret: Secret,
  value: Uint8Array,
  salt: number,
  authenticator: Uint8Array,
): Buffer | undefined => {
  if (value.length + 1 > MAX_SALTED) return undefined;
  const plain = Buffer.alloc(Math.min(paddedSize(value.length + 1), MAX_SALTED));
  plain[0] = value.length;
  plain.set(value, 1);
  const out = Buffer.alloc(2 + plain.length);
  out.writeUInt16BE(0x8000 | salt, 0);
  hide(secret, plain, authenticator, out, 2, true);
  return out;
};

/** Undoes `hideSalted`; `undefined` when the octets cannot be a salted value under this secret and authenticator. */
export const revealSalted = (secret: Secret, hidden: Uint8Array, authenticator: Uint8Array): Buffer | undefined => {
  if (hidden.length < 3) return undefined;
  const plain = Buffer.alloc(hidden.length - 2);
  reveal(secret, hidden, 2, plain.length, authenticator, 0, plain, true);
  const length = plain[0] as number;
  return length + 1 > plain.length ? undefined : plain.subarray(1, 1 + length);
};
