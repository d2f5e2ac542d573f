import { randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { ALPHABET } from '../core/password.ts';

/** argon2id with 19 MiB, 2 passes, 1 lane: the OWASP Password Storage Cheat Sheet's first choice. The library works off the event loop. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash to store of a password, salted. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST);

let nobody: Promise<string> | undefined;

/** True when the password is the stored one. Without a stored hash it takes as long, and is false: who exists cannot be told by the time. */
export const passwordMatches = async (stored: string | undefined, password: string): Promise<boolean> => {
  nobody ??= hashPassword(randomBytes(16).toString('hex'));
  const same = await verify(stored ?? (await nobody), password.normalize('NFKC'));
  return same && stored !== undefined;
};

const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A password to be shown once, about 79 random bits in four groups that can be read out. */
export const oneTimePassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  ).join('-');

/** A client's secret: 256 random bits. */
export const newClientSecret = (): string => randomBytes(32).toString('base64url');
