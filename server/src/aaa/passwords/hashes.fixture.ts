import { createHash } from 'node:crypto';

/** RFC 2759 9.2. */
export const NT = { password: 'clientPass', written: '{NT}44EBBA8D5312B8D611474411F56989AE' } as const;

/** Of the tests that come with crypt_blowfish: ordinary ones, an empty one, one over 72 octets, and octets that are no text. */
export const BCRYPT: readonly (readonly [password: string | Buffer, written: string])[] = [
  ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['U*U', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy'],
  [
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
    '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
  ],
  [Buffer.of(0xa3), '$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq'],
  [Buffer.of(0xff, 0xff, 0xa3), '$2y$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e'],
];

/** Of the tests that come with argon2's reference implementation: i of both versions, and id. */
export const ARGON2: readonly (readonly [password: string, written: string])[] = [
  ['password', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'],
  ['password', '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'],
  ['password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
];

const DIGESTS = { SSHA: 'sha1', SSHA256: 'sha256', SSHA512: 'sha512' } as const;

/** A salted hash as a directory writes it: base64 of the digest of password and salt, and the salt. */
export const ssha = (scheme: keyof typeof DIGESTS, password: string, salt: Buffer): string => {
  const digest = createHash(DIGESTS[scheme])
    .update(Buffer.concat([Buffer.from(password), salt]))
    .digest();
  return `{${scheme}}${Buffer.concat([digest, salt]).toString('base64')}`;
};
