import { describe, expect, test } from 'vitest';
import { md4 } from './md4.ts';
import {
  authenticatorResponse,
  challengeResponse,
  msChap2Keys,
  msChap2Response,
  ntHash,
  ntHashHash,
} from './ms-chap.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

test.each([
  ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
  ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
  ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
  ['message digest', 'd9130a8164549fe818874806e1c7014b'],
  ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
  [
    '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
    'e33b4ddc9c38f2199c3e7b164fcc0536',
  ],
])('MD4 of “%s” (RFC 1320 A.5)', (message, digest) => {
  expect(md4(Buffer.from(message)).toString('hex')).toBe(digest);
});

test('MS-CHAP version 1 answers a challenge (RFC 2433 appendix B.2) (duty 44)', () => {
  const hash = ntHash('MyPw');
  expect(hash.toString('hex')).toBe('fc156af7edcd6c0edde3337d427f4eac');
  expect(challengeResponse(hex('102db5df085d3041'), hash).toString('hex')).toBe(
    '4e9d3c8f9cfd385d5bf4d3246791956ca4c351ab409a3d61',
  );
});

describe('MS-CHAP version 2 by the example of RFC 2759 9.2', () => {
  const hash = ntHash('clientPass');
  const exchange = {
    authenticator_challenge: hex('5B5D7C7D7B3F2F3E3C2C602132262628'),
    peer_challenge: hex('21402324255E262A28295F2B3A337C7E'),
    username: Buffer.from('User'),
  };
  const response = hex('82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF');

  test('hashes (duty 44)', () => {
    expect(hash).toEqual(hex('44EBBA8D5312B8D611474411F56989AE'));
    expect(ntHashHash(hash)).toEqual(hex('41C00C584BD2D91C4017A2A12FA59F3F'));
  });

  test('the response, whatever domain stands before the name (duty 44)', () => {
    expect(msChap2Response(exchange, hash)).toEqual(response);
    expect(msChap2Response({ ...exchange, username: Buffer.from('BIGCO\\User') }, hash)).toEqual(response);
  });

  test('what proves us to the peer (duty 44)', () => {
    expect(authenticatorResponse(exchange, hash, response)).toBe('S=407A5589115FD0D6209F510FE9C04566932CDA56');
  });

  test('keys of 128 bits (RFC 3079 3.5.3) (duty 44)', () => {
    expect(msChap2Keys(hash, response).send).toEqual(hex('8B7CDC149B993A1BA118CB153F56DCCB'));
    expect(msChap2Keys(hash, response).receive).not.toEqual(msChap2Keys(hash, response).send);
  });
});
