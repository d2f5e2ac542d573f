import { ok, type Result, refused } from '@isp/values';
import { parseOptions } from '@node-rs/argon2';
import type { PasswordKind } from '../core/password.ts';
import { SSHA, SSHA_WRITTEN } from './one-way.ts';

interface ReadHash {
  /** In the one writing that is kept: hexadecimal digits of an NT hash, else the hash with what belongs to it. */
  readonly password: string;
  readonly password_kind: PasswordKind;
}

/** A log-in may take a processor so long, about a second: 2^14 rounds of bcrypt, 256 MiB of argon2, four passes over that. */
const MOST_COST = 14;
const MOST_KIB = 256 * 1024;
const MOST_KIB_PASSES = 4 * MOST_KIB;
const MOST_LANES = 16;
const MOST_OCTETS = 255;

const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const NT = /^(?:\{nt\}|nt:)([0-9a-f]{32})$/i;
/** In front of a hash that says itself what it is, as directories write it. */
const NEEDLESS = /^\{(crypt|bcrypt|argon2)\}(?=\$)/i;
const SCHEME = /^\{\w+\}/;

const UNKNOWN = 'it is none that we can check: $2b$… (bcrypt), $argon2id$…, {SSHA}…, {SSHA256}…, {SSHA512}… or {NT}…';

const bcrypt = (written: string): Result<ReadHash> => {
  const [, digits] = BCRYPT.exec(written) ?? [];
  const cost = Number.parseInt(digits ?? '', 10);
  if (!(cost >= 4)) return refused('it begins as bcrypt does, and is none');
  if (cost > MOST_COST)
    return refused(`its bcrypt cost is ${cost}; over ${MOST_COST} a log-in takes longer than a NAS waits`);
  return ok({ password: written, password_kind: 'bcrypt' });
};

const argon2Costs = (written: string): ReturnType<typeof parseOptions> | undefined => {
  try {
    return parseOptions(written);
  } catch {
    return undefined;
  }
};

const argon2 = (written: string): Result<ReadHash> => {
  const costs = argon2Costs(written);
  if (costs === undefined) return refused('it begins as argon2 does, and is none');
  const { memoryCost, timeCost, parallelism } = costs;
  if (memoryCost > MOST_KIB) return refused(`its argon2 takes ${memoryCost} KiB of memory; ${MOST_KIB} are the most`);
  if (memoryCost * timeCost > MOST_KIB_PASSES || parallelism > MOST_LANES)
    return refused('its argon2 takes longer than a NAS waits');
  return ok({ password: written, password_kind: 'argon2' });
};

const ssha = (written: string): Result<ReadHash> => {
  const upper = written.replace(SCHEME, (scheme) => scheme.toUpperCase());
  const [, scheme, base64 = ''] = SSHA_WRITTEN.exec(upper) ?? [];
  const size = SSHA[scheme as keyof typeof SSHA]?.[1] ?? 0;
  if (Buffer.from(base64, 'base64').length <= size)
    return refused('it begins as SSHA does, and is not base64 of a digest and a salt');
  return ok({ password: upper, password_kind: 'ssha' });
};

/** Reads a hash in the writings that FreeRADIUS, OpenLDAP and the libraries use; refuses with what is wrong. Without a prefix nothing is guessed. */
export const readPasswordHash = (text: string): Result<ReadHash> => {
  const written = text.trim().replace(NEEDLESS, '');
  if (written.length > MOST_OCTETS) return refused(`it is longer than ${MOST_OCTETS} characters`);
  if (written.startsWith('$2')) return bcrypt(written);
  if (written.startsWith('$argon2')) return argon2(written);
  if (/^\{ssha(256|512)?\}/i.test(written)) return ssha(written);
  const [, nt] = NT.exec(written) ?? [];
  if (nt !== undefined) return ok({ password: nt.toLowerCase(), password_kind: 'nt' });
  return refused(/^(\{nt\}|nt:)/i.test(written) ? 'an NT hash is 32 hexadecimal digits' : UNKNOWN);
};
