import { expect, test } from 'vitest';
import { methodsFor, ntHashOf, type PasswordKind, whyNot } from './password.ts';

const BY_NT = ['PAP', 'MS-CHAP', 'PEAP', 'EAP-MSCHAPv2', 'EAP-TTLS with PAP', 'EAP-TTLS with MS-CHAPv2'];
const BY_HASH = ['PAP', 'EAP-TTLS with PAP'];

test.each<[PasswordKind, readonly string[]]>([
  ['clear', [...BY_NT, 'CHAP', 'EAP-MD5', 'EAP-TTLS with CHAP']],
  ['nt', BY_NT],
  ['bcrypt', BY_HASH],
  ['argon2', BY_HASH],
  ['ssha', BY_HASH],
])('what %s allows (duty 43)', (kind, methods) => {
  expect(methodsFor(kind).toSorted()).toEqual(methods.toSorted());
});

test('what is not allowed says what is needed and what is there (duty 43)', () => {
  expect(whyNot('CHAP', 'bcrypt')).toBe('CHAP needs the password in clear; this user has a bcrypt hash');
  expect(whyNot('MS-CHAP', 'ssha')).toBe(
    'MS-CHAP needs the password in clear or its NT hash; this user has an SSHA hash',
  );
  expect(whyNot('MS-CHAP', 'nt')).toBeUndefined();
});

test('the NT hash is made of the password, or is there, or is not to be had', () => {
  const made = ntHashOf({ password: Buffer.from('clientPass'), password_kind: 'clear' });
  expect(made && Buffer.from(made).toString('hex')).toBe('44ebba8d5312b8d611474411f56989ae');
  const kept = Buffer.alloc(16, 7);
  expect(ntHashOf({ password: kept, password_kind: 'nt' })).toBe(kept);
  expect(ntHashOf({ password: Buffer.from('$2b$10$'), password_kind: 'bcrypt' })).toBeUndefined();
  expect(ntHashOf({ password: Buffer.alloc(0), password_kind: 'clear' })).toBeUndefined();
});
