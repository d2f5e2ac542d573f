import type { Kind } from './person.ts';

const LEAST: Readonly<Record<Kind, number>> = { staff: 12, reseller: 12, subscriber: 8 };

/** Letters and digits that cannot be mistaken for one another when read out. */
export const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Why a password would be easy to guess, or `undefined` when it is fine (NIST SP 800-63B §3.1.1.2: length counts, not kinds of characters). */
export const weaknessOf = (password: string, kind: Kind, login: string): string | undefined => {
  const [plain, name] = [password.toLowerCase(), login.toLowerCase()];
  if ([...password].length < LEAST[kind]) return `it needs at least ${LEAST[kind]} characters`;
  if (new Set(plain).size < 5) return 'it repeats the same few characters';
  if (name.length > 3 && plain.startsWith(name)) return 'it starts with what you sign in as';
  return undefined;
};
