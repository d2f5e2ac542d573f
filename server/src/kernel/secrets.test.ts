import { expect, test } from 'vitest';
import { createSecrets, newId, newPassword } from './secrets.ts';

const secrets = createSecrets(Buffer.from('a key for tests only'));

test('what is sealed can be opened again, by the same key alone', () => {
  const sealed = secrets.seal('geheim ✓');
  expect(secrets.open(sealed)).toBe('geheim ✓');
  expect(secrets.seal('geheim ✓')).not.toEqual(sealed);
  expect(() => createSecrets(Buffer.from('another key altogether')).open(sealed)).toThrow('cannot be decrypted');
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  expect(() => secrets.open(sealed)).toThrow('cannot be decrypted');
});

test('ids are in the order they were made, also while the clock stands', () => {
  const ids = Array.from({ length: 20_000 }, () => newId(1_800_000_000_000));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids.slice(0, 100))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a made password can be read out', () => {
  expect(newPassword()).toMatch(/^[a-hjkmnp-z2-9]{12}$/);
});
