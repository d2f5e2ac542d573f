import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hmacBegin, hmacEnd, md5, md5Add, md5Begin, md5End, prepareSecret } from './md5.ts';

const hmac = (key: Uint8Array, message: Uint8Array): string => {
  const secret = prepareSecret(key);
  const out = Buffer.alloc(16);
  hmacBegin(secret);
  md5Add(message);
  hmacEnd(secret, out);
  return out.toString('hex');
};

describe('MD5', () => {
  test.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
    ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
  ])('RFC 1321 A.5: %j', (text, digest) => {
    expect(md5(Buffer.from(text)).toString('hex')).toBe(digest);
  });

  test('agrees with OpenSSL for every length up to five blocks, however it is cut', () => {
    const out = Buffer.alloc(20);
    for (let size = 0; size <= 320; size++) {
      const message = Buffer.from(Array.from({ length: size }, (_, i) => (i * 31 + size) & 0xff));
      const cut = (size * 7) % (size + 1);
      md5Begin();
      md5Add(message, 0, cut);
      md5Add(message, cut, size);
      md5End(out, 4);
      expect(out.subarray(4).toString('hex')).toBe(createHash('md5').update(message).digest('hex'));
    }
  });
});

describe('HMAC-MD5', () => {
  test.each([
    ['1', Buffer.alloc(16, 0x0b), Buffer.from('Hi There'), '9294727a3638bb1c13f48ef8158bfc9d'],
    ['2', Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'), '750c783e6ab0b503eaa86e310a5db738'],
    ['3', Buffer.alloc(16, 0xaa), Buffer.alloc(50, 0xdd), '56be34521d144c88dbb8c733f0e8b3f6'],
    [
      '4',
      Buffer.from(Array.from({ length: 25 }, (_, i) => i + 1)),
      Buffer.alloc(50, 0xcd),
      '697eaf0aca3a3aea3a75164746ffaa79',
    ],
    ['5', Buffer.alloc(16, 0x0c), Buffer.from('Test With Truncation'), '56461ef2342edc00f9bab995690efd4c'],
    [
      '6',
      Buffer.alloc(80, 0xaa),
      Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First'),
      '6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd',
    ],
    [
      '7',
      Buffer.alloc(80, 0xaa),
      Buffer.from('Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data'),
      '6f630fad67cda0ee1fb1f562db3aa53e',
    ],
  ])('RFC 2202 2, case %s', (_case, key, message, digest) => {
    expect(hmac(key, message)).toBe(digest);
  });

  test('agrees with OpenSSL for secrets of 1 to 130 octets (duty 9)', () => {
    for (let size = 1; size <= 130; size++) {
      const key = Buffer.alloc(size, size);
      const message = Buffer.alloc(200 - size, 3);
      expect(hmac(key, message)).toBe(createHmac('md5', key).update(message).digest('hex'));
    }
  });

  test('an empty secret is refused (duty 9)', () => {
    expect(() => prepareSecret(Buffer.alloc(0))).toThrow(RangeError);
  });

  test('a prepared secret does not change with the octets it was made from', () => {
    const key = Buffer.from('testing123');
    const secret = prepareSecret(key);
    key.fill(0);
    expect(Buffer.from(secret.bytes).toString()).toBe('testing123');
  });
});
