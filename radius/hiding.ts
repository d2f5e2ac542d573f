import { md5Add, md5Begin, md5End, type Secret } from './md5.ts';

/** Octets of one step of the hiding chain. */
const STEP = 16;
const keystream = Buffer.alloc(STEP);

/** Where a chain begins: the Request Authenticator of the exchange, and for salted attributes the two octets of salt. */
interface ChainStart {
  readonly authenticator: Uint8Array;
  readonly authenticatorAt: number;
  readonly salt: Uint8Array | undefined;
  readonly saltAt: number;
}

const keystreamOf = (secret: Secret, start: ChainStart, cipher: Uint8Array, previousAt: number): void => {
  md5Begin();
  md5Add(secret.bytes);
  if (previousAt < 0) {
    md5Add(start.authenticator, start.authenticatorAt, start.authenticatorAt + STEP);
    if (start.salt !== undefined) md5Add(start.salt, start.saltAt, start.saltAt + 2);
  } else md5Add(cipher, previousAt, previousAt + STEP);
  md5End(keystream);
};

/**
 * Undoes User-Password hiding (RFC 2865 5.2): reads `size` octets of `cipher` at `at`, writes as many to `out` from 0.
 * The zeros the sender padded with are still there. `out` must not be `cipher`.
 */
export const reveal = (
  secret: Secret,
  cipher: Uint8Array,
  at: number,
  size: number,
  authenticator: Uint8Array,
  authenticatorAt: number,
  out: Uint8Array,
): void => {
  for (let done = 0; done < size; done += STEP) {
    md5Begin();
    md5Add(secret.bytes);
    if (done === 0) md5Add(authenticator, authenticatorAt, authenticatorAt + STEP);
    else md5Add(cipher, at + done - STEP, at + done);
    md5End(keystream);
    for (let i = done; i < size && i < done + STEP; i++) {
      out[i] = (cipher[at + i] as number) ^ (keystream[i - done] as number);
    }
  }
};

const hideFrom = (secret: Secret, plain: Uint8Array, start: ChainStart, out: Uint8Array, at: number): void => {
  for (let done = 0; done < plain.length; done += STEP) {
    keystreamOf(secret, start, out, done === 0 ? -1 : at + done - STEP);
    for (let i = done; i < plain.length && i < done + STEP; i++) {
      out[at + i] = (plain[i] as number) ^ (keystream[i - done] as number);
    }
  }
};

/** Octets a password takes once padded to whole steps (RFC 2865 5.2): 16 at least. */
export const paddedSize = (octets: number): number => Math.max(STEP, Math.ceil(octets / STEP) * STEP);

/** A hidden User-Password value (RFC 2865 5.2): the password padded with zeros to a multiple of 16 octets. */
export const hidePassword = (secret: Secret, password: Uint8Array, authenticator: Uint8Array): Buffer => {
  const plain = Buffer.alloc(paddedSize(password.length));
  plain.set(password);
  const out = Buffer.alloc(plain.length);
  hideFrom(secret, plain, { authenticator, authenticatorAt: 0, salt: undefined, saltAt: 0 }, out, 0);
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
  hideFrom(secret, plain, { authenticator, authenticatorAt: 0, salt: out, saltAt: 0 }, out, 2);
  return out;
};

/** Undoes `hideSalted`; `undefined` when the octets cannot be a salted value under this secret and authenticator. */
export const revealSalted = (secret: Secret, hidden: Uint8Array, authenticator: Uint8Array): Buffer | undefined => {
  if (hidden.length < 3) return undefined;
  const plain = Buffer.alloc(hidden.length - 2);
  const start = { authenticator, authenticatorAt: 0, salt: hidden, saltAt: 0 };
  for (let done = 0; done < plain.length; done += STEP) {
    keystreamOf(secret, start, hidden, done === 0 ? -1 : 2 + done - STEP);
    for (let i = done; i < plain.length && i < done + STEP; i++) {
      plain[i] = (hidden[2 + i] as number) ^ (keystream[i - done] as number);
    }
  }
  const length = plain[0] as number;
  return length + 1 > plain.length ? undefined : plain.subarray(1, 1 + length);
};
