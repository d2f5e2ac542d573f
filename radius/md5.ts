/**
 * MD5 (RFC 1321) and HMAC-MD5 (RFC 2104) without a single allocation per call.
 *
 * One hash is under way at a time: `md5Begin`, any number of `md5Add`, `md5End`. Everything here is synchronous, so nothing can
 * come between. A RADIUS packet is a few blocks of 64 octets, and for those this beats `node:crypto`, whose handle per hash costs
 * more than the hash and is garbage afterwards.
 */

/** A shared secret with the work on it done once: its octets and the two HMAC states that begin with it. */
export interface Secret {
  readonly bytes: Uint8Array;
  /** MD5 state after the 64 octets of key XOR 0x36. */
  readonly inner: Int32Array;
  /** MD5 state after the 64 octets of key XOR 0x5c. */
  readonly outer: Int32Array;
}

const BLOCK = 64;
const INITIAL = Int32Array.of(0x67452301, -271733879, -1732584194, 0x10325476);

const state = new Int32Array(4);
const pending = Buffer.alloc(BLOCK);
const innerDigest = Buffer.alloc(16);
let pendingLength = 0;
let totalLength = 0;

const le32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) |
  ((bytes[at + 1] as number) << 8) |
  ((bytes[at + 2] as number) << 16) |
  ((bytes[at + 3] as number) << 24);

/** The MD5 compression function (RFC 1321 3.4) on the 64 octets at `at`; unrolled, because a loop is three times slower. */
const compress = (bytes: Uint8Array, at: number): void => {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  const x0 = le32(bytes, at);
  const x1 = le32(bytes, at + 4);
  const x2 = le32(bytes, at + 8);
  const x3 = le32(bytes, at + 12);
  const x4 = le32(bytes, at + 16);
  const x5 = le32(bytes, at + 20);
  const x6 = le32(bytes, at + 24);
  const x7 = le32(bytes, at + 28);
  const x8 = le32(bytes, at + 32);
  const x9 = le32(bytes, at + 36);
  const x10 = le32(bytes, at + 40);
  const x11 = le32(bytes, at + 44);
  const x12 = le32(bytes, at + 48);
  const x13 = le32(bytes, at + 52);
  const x14 = le32(bytes, at + 56);
  const x15 = le32(bytes, at + 60);
  // Round 1
  a = (a + (d ^ (b & (c ^ d))) + x0 - 680876936) | 0;
  a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (c ^ (a & (b ^ c))) + x1 - 389564586) | 0;
  d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (b ^ (d & (a ^ b))) + x2 + 606105819) | 0;
  c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (a ^ (c & (d ^ a))) + x3 - 1044525330) | 0;
  b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (d ^ (b & (c ^ d))) + x4 - 176418897) | 0;
  a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (c ^ (a & (b ^ c))) + x5 + 1200080426) | 0;
  d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (b ^ (d & (a ^ b))) + x6 - 1473231341) | 0;
  c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (a ^ (c & (d ^ a))) + x7 - 45705983) | 0;
  b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (d ^ (b & (c ^ d))) + x8 + 1770035416) | 0;
  a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (c ^ (a & (b ^ c))) + x9 - 1958414417) | 0;
  d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (b ^ (d & (a ^ b))) + x10 - 42063) | 0;
  c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (a ^ (c & (d ^ a))) + x11 - 1990404162) | 0;
  b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (d ^ (b & (c ^ d))) + x12 + 1804603682) | 0;
  a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (c ^ (a & (b ^ c))) + x13 - 40341101) | 0;
  d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (b ^ (d & (a ^ b))) + x14 - 1502002290) | 0;
  c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (a ^ (c & (d ^ a))) + x15 + 1236535329) | 0;
  b = (((b << 22) | (b >>> 10)) + c) | 0;
  // Round 2
  a = (a + (c ^ (d & (b ^ c))) + x1 - 165796510) | 0;
  a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (b ^ (c & (a ^ b))) + x6 - 1069501632) | 0;
  d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (a ^ (b & (d ^ a))) + x11 + 643717713) | 0;
  c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (d ^ (a & (c ^ d))) + x0 - 373897302) | 0;
  b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (c ^ (d & (b ^ c))) + x5 - 701558691) | 0;
  a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (b ^ (c & (a ^ b))) + x10 + 38016083) | 0;
  d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (a ^ (b & (d ^ a))) + x15 - 660478335) | 0;
  c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (d ^ (a & (c ^ d))) + x4 - 405537848) | 0;
  b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (c ^ (d & (b ^ c))) + x9 + 568446438) | 0;
  a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (b ^ (c & (a ^ b))) + x14 - 1019803690) | 0;
  d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (a ^ (b & (d ^ a))) + x3 - 187363961) | 0;
  c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (d ^ (a & (c ^ d))) + x8 + 1163531501) | 0;
  b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (c ^ (d & (b ^ c))) + x13 - 1444681467) | 0;
  a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (b ^ (c & (a ^ b))) + x2 - 51403784) | 0;
  d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (a ^ (b & (d ^ a))) + x7 + 1735328473) | 0;
  c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (d ^ (a & (c ^ d))) + x12 - 1926607734) | 0;
  b = (((b << 20) | (b >>> 12)) + c) | 0;
  // Round 3
  a = (a + (b ^ c ^ d) + x5 - 378558) | 0;
  a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + x8 - 2022574463) | 0;
  d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + x11 + 1839030562) | 0;
  c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + x14 - 35309556) | 0;
  b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + (b ^ c ^ d) + x1 - 1530992060) | 0;
  a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + x4 + 1272893353) | 0;
  d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + x7 - 155497632) | 0;
  c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + x10 - 1094730640) | 0;
  b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + (b ^ c ^ d) + x13 + 681279174) | 0;
  a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + x0 - 358537222) | 0;
  d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + x3 - 722521979) | 0;
  c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + x6 + 76029189) | 0;
  b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + (b ^ c ^ d) + x9 - 640364487) | 0;
  a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + x12 - 421815835) | 0;
  d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + x15 + 530742520) | 0;
  c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + x2 - 995338651) | 0;
  b = (((b << 23) | (b >>> 9)) + c) | 0;
  // Round 4
  a = (a + (c ^ (b | ~d)) + x0 - 198630844) | 0;
  a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + (b ^ (a | ~c)) + x7 + 1126891415) | 0;
  d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + (a ^ (d | ~b)) + x14 - 1416354905) | 0;
  c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + (d ^ (c | ~a)) + x5 - 57434055) | 0;
  b = (((b << 21) | (b >>> 11)) + c) | 0;
  a = (a + (c ^ (b | ~d)) + x12 + 1700485571) | 0;
  a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + (b ^ (a | ~c)) + x3 - 1894986606) | 0;
  d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + (a ^ (d | ~b)) + x10 - 1051523) | 0;
  c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + (d ^ (c | ~a)) + x1 - 2054922799) | 0;
  b = (((b << 21) | (b >>> 11)) + c) | 0;
  a = (a + (c ^ (b | ~d)) + x8 + 1873313359) | 0;
  a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + (b ^ (a | ~c)) + x15 - 30611744) | 0;
  d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + (a ^ (d | ~b)) + x6 - 1560198380) | 0;
  c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + (d ^ (c | ~a)) + x13 + 1309151649) | 0;
  b = (((b << 21) | (b >>> 11)) + c) | 0;
  a = (a + (c ^ (b | ~d)) + x4 - 145523070) | 0;
  a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + (b ^ (a | ~c)) + x11 - 1120210379) | 0;
  d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + (a ^ (d | ~b)) + x2 + 718787259) | 0;
  c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + (d ^ (c | ~a)) + x9 - 343485551) | 0;
  b = (((b << 21) | (b >>> 11)) + c) | 0;
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
};

const resume = (from: Int32Array, octetsSoFar: number): void => {
  state[0] = from[0] as number;
  state[1] = from[1] as number;
  state[2] = from[2] as number;
  state[3] = from[3] as number;
  pendingLength = 0;
  totalLength = octetsSoFar;
};

/** Starts an MD5 hash. */
export const md5Begin = (): void => resume(INITIAL, 0);

/** Adds the octets `from`..`to` (exclusive) of `bytes` to the hash under way. */
export const md5Add = (bytes: Uint8Array, from = 0, to = bytes.length): void => {
  let at = from;
  totalLength += to - from;
  if (pendingLength > 0) {
    while (at < to && pendingLength < BLOCK) pending[pendingLength++] = bytes[at++] as number;
    if (pendingLength < BLOCK) return;
    compress(pending, 0);
    pendingLength = 0;
  }
  for (; at + BLOCK <= to; at += BLOCK) compress(bytes, at);
  while (at < to) pending[pendingLength++] = bytes[at++] as number;
};

/** Ends the hash under way and writes its 16 octets to `out` at `at`. */
export const md5End = (out: Uint8Array, at = 0): void => {
  let n = pendingLength;
  pending[n++] = 0x80;
  if (n > BLOCK - 8) {
    while (n < BLOCK) pending[n++] = 0;
    compress(pending, 0);
    n = 0;
  }
  while (n < BLOCK) pending[n++] = 0;
  const low = (totalLength << 3) >>> 0;
  const high = Math.floor(totalLength / 0x20000000);
  for (let i = 0; i < 4; i++) {
    pending[56 + i] = low >>> (8 * i);
    pending[60 + i] = high >>> (8 * i);
  }
  compress(pending, 0);
  for (let i = 0; i < 16; i++) out[at + i] = (state[i >> 2] as number) >>> ((i & 3) * 8);
};

/** The MD5 digest of `bytes`, 16 octets; for code that is not on a packet's way. */
export const md5 = (bytes: Uint8Array): Buffer => {
  const digest = Buffer.alloc(16);
  md5Begin();
  md5Add(bytes);
  md5End(digest);
  return digest;
};

const padState = (key: Uint8Array, pad: number): Int32Array => {
  const block = Buffer.alloc(BLOCK, pad);
  for (let i = 0; i < key.length; i++) block[i] = (key[i] as number) ^ pad;
  resume(INITIAL, 0);
  compress(block, 0);
  return state.slice();
};

/**
 * Does the work on a shared secret that need not be done for each packet. Any length but zero: RFC 2865 3 forbids an empty
 * secret, so that is a `RangeError` (configuration refuses it before it comes here).
 */
export const prepareSecret = (secret: Uint8Array): Secret => {
  if (secret.length === 0) throw new RangeError('a RADIUS shared secret cannot be empty (RFC 2865 3)');
  const key = secret.length > BLOCK ? md5(secret) : secret;
  return { bytes: Buffer.from(secret), inner: padState(key, 0x36), outer: padState(key, 0x5c) };
};

/** Starts an HMAC-MD5 (RFC 2104) under `secret`; goes on with `md5Add` and ends with `hmacEnd`. */
export const hmacBegin = (secret: Secret): void => resume(secret.inner, BLOCK);

/** Ends the HMAC-MD5 under way, begun with the same `secret`, and writes its 16 octets to `out` at `at`. */
export const hmacEnd = (secret: Secret, out: Uint8Array, at = 0): void => {
  md5End(innerDigest);
  resume(secret.outer, BLOCK);
  md5Add(innerDigest);
  md5End(out, at);
};
