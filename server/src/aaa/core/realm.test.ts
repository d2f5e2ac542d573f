import { describe, expect, test } from 'vitest';
import { Realms, realmName, withoutRealm } from './realm.ts';

const realms = new Realms(
  ['example.net', '*.example.net', '*.south.example.net', 'corp', 'münchen.de'].map((name) => ({ name })),
);
const all = new Realms([{ name: 'example.net' }, { name: '*' }]);

const found = (name: string, among: Realms<{ readonly name: string }> = realms): string | undefined => {
  const octets = Buffer.from(`xx${name}yy`);
  return among.find(octets, 2, octets.length - 4)?.name;
};

describe('the realm of a user name', () => {
  test.each([
    ['bob@example.net', 'example.net'],
    ['bob@EXAMPLE.Net', 'example.net'],
    ['bob@north.example.net', '*.example.net'],
    ['bob@a.b.example.net', '*.example.net'],
    ['bob@x.south.example.net', '*.south.example.net'],
    ['bob@south.example.net', '*.example.net'],
    ['bob@badexample.net', undefined],
    ['bob@example.net@corp', 'corp'],
    ['bob@münchen.de', 'münchen.de'],
    ['@example.net', 'example.net'],
    ['bob@', undefined],
    ['example.net', undefined],
    ['bob', undefined],
    ['', undefined],
    ['bob@elsewhere.org', undefined],
  ])('%j is of %j', (name, realm) => {
    expect(found(name)).toBe(realm);
  });

  test('whom nobody knows is of the realm for those, and a name without a realm is not', () => {
    expect([found('bob@elsewhere.org', all), found('bob@example.net', all), found('bob', all)]).toEqual([
      '*',
      'example.net',
      undefined,
    ]);
  });

  test('what is left of a name without its realm is what stands before the last @', () => {
    const left = ['bob@example.net', 'a@b@c', 'bob', '@example.net'].map((name) =>
      withoutRealm(Buffer.from(name), 0, name.length),
    );
    expect(left).toEqual([3, 3, 3, 12]);
  });
});

test.each([
  ['Example.NET', 'example.net'],
  ['@example.net', 'example.net'],
  ['*.example.net', '*.example.net'],
  ['*', '*'],
  ['a b', undefined],
  ['a..b', undefined],
  ['a@b', undefined],
  ['x*.net', undefined],
  ['', undefined],
])('%j is kept as %j', (text, name) => {
  expect(realmName(text)).toBe(name);
});
