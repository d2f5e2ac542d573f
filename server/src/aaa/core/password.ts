import { ntHash } from '@isp/radius';

/** What a stored password is: the password itself, its NT hash (RFC 2759 8.3), or a hash that only tells whether a password is the right one. */
export type PasswordKind = 'clear' | 'nt' | 'bcrypt' | 'argon2' | 'ssha';

/** A password as it is kept. */
export interface StoredPassword {
  /** The password in UTF-8, 16 octets of NT hash, or a one-way hash as it is written. None when empty. */
  readonly password: Uint8Array;
  readonly password_kind: PasswordKind;
}

/** What a method has to know of the password: itself, at least its NT hash, or nothing, because the user sends it. */
type Needs = 'clear' | 'nt' | 'nothing';

const METHODS = {
  PAP: 'nothing',
  CHAP: 'clear',
  'MS-CHAP': 'nt',
  PEAP: 'nt',
  'EAP-MSCHAPv2': 'nt',
  'EAP-MD5': 'clear',
  'EAP-TTLS with PAP': 'nothing',
  'EAP-TTLS with MS-CHAPv2': 'nt',
  'EAP-TTLS with CHAP': 'clear',
} as const satisfies Readonly<Record<string, Needs>>;

/** A way to log in by a password. */
export type PasswordMethod = keyof typeof METHODS;

/** Each kind in words. */
export const KIND_WORDS: Readonly<Record<PasswordKind, string>> = {
  clear: 'the password in clear',
  nt: 'an NT hash',
  bcrypt: 'a bcrypt hash',
  argon2: 'an argon2 hash',
  ssha: 'an SSHA hash',
};

const isEnough = (kind: PasswordKind, needs: Needs): boolean =>
  needs === 'nothing' || kind === 'clear' || (kind === 'nt' && needs === 'nt');

/** The methods that a user can log in by whose password is kept so. */
export const methodsFor = (kind: PasswordKind): PasswordMethod[] =>
  (Object.keys(METHODS) as PasswordMethod[]).filter((method) => isEnough(kind, METHODS[method]));

/** Why a method cannot be done with what is kept of the password (RFC 2865 2.2); `undefined` when it can. */
export const whyNot = (method: PasswordMethod, kind: PasswordKind): string | undefined => {
  const needs = METHODS[method];
  if (isEnough(kind, needs)) return undefined;
  const wanted = needs === 'clear' ? 'the password in clear' : 'the password in clear or its NT hash';
  return `${method} needs ${wanted}; this user has ${KIND_WORDS[kind]}`;
};

/** The NT hash of what is kept; `undefined` when it does not tell, or there is no password. */
export const ntHashOf = ({ password, password_kind }: StoredPassword): Uint8Array | undefined => {
  if (password_kind === 'nt') return password;
  return password_kind === 'clear' && password.length > 0 ? ntHash(Buffer.from(password).toString()) : undefined;
};
