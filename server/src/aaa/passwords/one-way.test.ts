import { describe, expect, test } from 'vitest';
import type { PasswordKind, StoredPassword } from '../core/password.ts';
import { ARGON2, BCRYPT, NT, ssha } from './hashes.fixture.ts';
import { isPassword, isSlowPassword } from './one-way.ts';
import { readPasswordHash } from './read-hash.ts';

const stored = (written: string): StoredPassword => {
  const read = readPasswordHash(written);
  if (!read.ok) throw new Error(read.reason);
  const { password, password_kind } = read.value;
  return { password: Buffer.from(password, password_kind === 'nt' ? 'hex' : 'utf8'), password_kind };
};

describe('at once', () => {
  test('the NT hash of RFC 2759 9.2 knows its password and no other', () => {
    expect(isPassword(Buffer.from(NT.password), stored(NT.written))).toBe(true);
    for (const wrong of ['clientpass', 'clientPas', 'clientPass ', ''])
      expect(isPassword(Buffer.from(wrong), stored(NT.written))).toBe(false);
  });

  test.each(['SSHA', 'SSHA256', 'SSHA512'] as const)('{%s} with salts of four to sixteen octets', (scheme) => {
    for (const salt of [Buffer.from('salt'), Buffer.alloc(8, 0), Buffer.alloc(16, 255)]) {
      const kept = stored(ssha(scheme, 'grüß Gott', salt));
      expect(isPassword(Buffer.from('grüß Gott'), kept)).toBe(true);
      for (const wrong of ['gruss Gott', 'grüß Gott!', '']) expect(isPassword(Buffer.from(wrong), kept)).toBe(false);
    }
  });

  test('in clear, the octets and nothing after them; none is never right', () => {
    const clear = (password: string): StoredPassword => ({ password: Buffer.from(password), password_kind: 'clear' });
    expect(isPassword(Buffer.from('open sesame'), clear('open sesame'))).toBe(true);
    for (const wrong of ['open sesam', 'open sesame\0', 'open sesame!', ''])
      expect(isPassword(Buffer.from(wrong), clear('open sesame'))).toBe(false);
    for (const password_kind of ['clear', 'nt', 'ssha'] satisfies PasswordKind[])
      expect(isPassword(Buffer.alloc(0), { password: Buffer.alloc(0), password_kind })).toBe(false);
  });
});

describe('slowly', () => {
  test.each(BCRYPT)('bcrypt: %o, %s', async (password, written) => {
    expect(await isSlowPassword(Buffer.from(password), stored(written))).toBe(true);
    expect(await isSlowPassword(Buffer.from('another'), stored(written))).toBe(false);
  });

  test.each(ARGON2)('argon2: %s, %s', async (password, written) => {
    expect(await isSlowPassword(Buffer.from(password), stored(written))).toBe(true);
    expect(await isSlowPassword(Buffer.from('Password'), stored(written))).toBe(false);
  });
});
