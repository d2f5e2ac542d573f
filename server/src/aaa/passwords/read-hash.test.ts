import { describe, expect, test } from 'vitest';
import { ARGON2, BCRYPT, ssha } from './hashes.fixture.ts';
import { readPasswordHash } from './read-hash.ts';

const SALT = Buffer.from('pinch');
const BODY = 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
const [, BCRYPTED] = BCRYPT[0] ?? ['', ''];
const [, ARGON] = ARGON2[2] ?? ['', ''];
const HEX = '44EBBA8D5312B8D611474411F56989AE';

const argon = (costs: string) => `$argon2id$v=19$${costs}$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc`;

describe('is read', () => {
  test.each([
    [BCRYPTED, 'bcrypt', BCRYPTED],
    [`  ${BCRYPTED}\n`, 'bcrypt', BCRYPTED],
    [`{CRYPT}${BCRYPTED}`, 'bcrypt', BCRYPTED],
    [`$2y$14$${BODY}`, 'bcrypt', `$2y$14$${BODY}`],
    [ARGON, 'argon2', ARGON],
    [`{ARGON2}${ARGON}`, 'argon2', ARGON],
    [argon('m=262144,t=4,p=4'), 'argon2', argon('m=262144,t=4,p=4')],
    [ssha('SSHA', 'x', SALT), 'ssha', ssha('SSHA', 'x', SALT)],
    [ssha('SSHA256', 'x', SALT).replace('SSHA', 'ssha'), 'ssha', ssha('SSHA256', 'x', SALT)],
    [ssha('SSHA512', 'x', SALT), 'ssha', ssha('SSHA512', 'x', SALT)],
    [`{NT}${HEX}`, 'nt', HEX.toLowerCase()],
    [`nt:${HEX.toLowerCase()}`, 'nt', HEX.toLowerCase()],
  ])('%s', (written, password_kind, password) => {
    expect(readPasswordHash(written)).toEqual({ ok: true, value: { password, password_kind } });
  });
});

describe('is refused', () => {
  test.each([
    ['a password', /none that we can check/],
    [HEX, /none that we can check/],
    ['$1$salt$qJH7.N4xYta3aEG/dfqo/0', /none that we can check/],
    ['$6$rounds=5000$salt$abc', /none that we can check/],
    [`{SHA}${Buffer.alloc(20).toString('base64')}`, /none that we can check/],
    [`{MD5}${Buffer.alloc(16).toString('base64')}`, /none that we can check/],
    ['{NT}44EBBA', /32 hexadecimal digits/],
    [`{SSHA}${Buffer.alloc(20).toString('base64')}`, /digest and a salt/],
    ['{SSHA}not base64!', /digest and a salt/],
    [`$2b$15$${BODY}`, /cost is 15; over 14/],
    [`$2b$03$${BODY}`, /begins as bcrypt does/],
    [`$2x$05$${BODY}`, /begins as bcrypt does/],
    [BCRYPTED.slice(0, -1), /begins as bcrypt does/],
    [argon('m=262145,t=1,p=1'), /262145 KiB of memory/],
    [argon('m=4294967295,t=1,p=1'), /KiB of memory/],
    [argon('m=65536,t=4294967295,p=1'), /longer than a NAS waits/],
    [argon('m=65536,t=2,p=255'), /longer than a NAS waits/],
    ['$argon2id$v=19$m=65536', /begins as argon2 does/],
    [`{SSHA}${'A'.repeat(260)}`, /longer than 255/],
  ])('%s', (written, reason) => {
    const read = readPasswordHash(written);
    expect(read.ok ? 'read' : read.reason).toMatch(reason);
  });
});
