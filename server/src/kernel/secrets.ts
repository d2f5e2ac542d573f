import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomFillSync,
  randomInt,
} from 'node:crypto';
import { defineFault, type Id, idFrom } from '@isp/values';

/** Encrypts what must be readable again (NAS secrets, RADIUS passwords, signing keys): AES-256-GCM, key from `ISP_SECRET_KEY`. */
export interface Secrets {
  seal(plain: string): Buffer;
  open(sealed: Uint8Array): string;
  /** A keyed digest for look-ups of what is never read back (tokens). */
  digest(plain: string): string;
}

const SecretUnreadable = defineFault(
  'kernel.secret-unreadable',
  500,
  () => 'A stored secret cannot be decrypted with this ISP_SECRET_KEY.',
  'Start with the ISP_SECRET_KEY (or the data directory’s secret.key) that this database was made with.',
);

/** Layout of a sealed secret: 1 octet version (1), 12 octets nonce, 16 octets tag, ciphertext. */
const VERSION = 1;

/** Makes the sealing functions from the installation's key. */
export const createSecrets = (key: Uint8Array): Secrets => {
  const derived = (info: string) => Buffer.from(hkdfSync('sha256', key, 'isp-platform', info, 32));
  const sealKey = derived('seal');
  const digestKey = derived('digest');
  return {
    seal: (plain) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed) => {
      try {
        const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(1, 13));
        decipher.setAuthTag(sealed.subarray(13, 29));
        return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
      } catch {
        throw SecretUnreadable();
      }
    },
    digest: (plain) => createHmac('sha256', digestKey).update(plain).digest('base64url'),
  };
};

const POOL = Buffer.alloc(10 * 512);
let used = POOL.length;
let last_ms = 0;
let counter = 0;

/** The next place in time: within one millisecond a 12-bit counter goes up (RFC 9562 §6.2, method 1), and what overflows it borrows the next millisecond. */
const tick = (ms: number, start: number): void => {
  if (ms > last_ms) {
    last_ms = ms;
    counter = start & 0x7ff;
  } else if (++counter > 0xfff) {
    last_ms++;
    counter = start & 0x7ff;
  }
};

/** A new id at the moment `ms`; ids of one process are in the order they were made, also within a millisecond and when the clock stands. */
export const newId = (ms: number): Id => {
  if (used >= POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  used += 10;
  const random = POOL.subarray(used - 10, used);
  // A clock that was set back (another sandbox in the same process) starts anew.
  if (ms < last_ms - 60_000) last_ms = 0;
  tick(ms, random.readUInt16BE(0));
  random.writeUInt16BE(counter, 0);
  return idFrom(last_ms, random);
};

/** Letters and digits that are not taken for one another. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password a person can read out: `length` letters and digits, about 4.9 bits each. */
export const newPassword = (length = 12): string =>
  Array.from({ length }, () => READABLE[randomInt(READABLE.length)]).join('');
