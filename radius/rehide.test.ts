import { describe, expect, test } from 'vitest';
import { hidePassword, hideSalted, revealSalted } from './hiding.ts';
import { prepareSecret } from './md5.ts';
import { rehidePassword, rehideSalted } from './rehide.ts';

const here = { secret: prepareSecret(Buffer.from('between the NAS and us')), authenticator: Buffer.alloc(16, 7) };
const there = {
  secret: prepareSecret(Buffer.from('between us and a home server')),
  authenticator: Buffer.alloc(16, 9),
};

describe('a password on its way through a proxy', () => {
  test.each(['x', 'exactly sixteen!', 'é'.repeat(64)])('%j is hidden for the other exchange', (password) => {
    const octets = Buffer.from(password);
    const again = rehidePassword(hidePassword(here.secret, octets, here.authenticator), here, there);
    expect(again).toEqual(hidePassword(there.secret, octets, there.authenticator));
  });

  test.each([0, 15, 17, 144])('%i octets are none', (size) => {
    expect(rehidePassword(Buffer.alloc(size), here, there)).toBeUndefined();
  });
});

test('a salted value keeps what it says under another salt', () => {
  const key = Buffer.from('a key of thirty-two octets, no 33');
  const hidden = hideSalted(here.secret, key, 5, here.authenticator) as Buffer;
  const again = rehideSalted(hidden, here, there, 77) as Buffer;
  expect(again.readUInt16BE(0)).toBe(0x8000 | 77);
  expect(revealSalted(there.secret, again, there.authenticator)).toEqual(key);
  expect(rehideSalted(Buffer.alloc(2), here, there, 1)).toBeUndefined();
});
