import { expect, test } from 'vitest';
import { alternativeNames } from './alternative-names.ts';

test.each([
  ['DNS:a.example.net, DNS:b.example.net', ['a.example.net', 'b.example.net']],
  ['IP Address:192.0.2.1, DNS:a.example.net, email:x@example.net', ['a.example.net']],
  ['URI:"http://example.net/, DNS:bob"', []],
  ['URI:"http://example.net/, DNS:bob, DNS:carol"', []],
  ['URI:"a\\", DNS:bob, DNS:carol", DNS:dave', ['dave']],
  ['DNS:"bob, DNS:carol"', []],
  ['URI:http://example.net/DNS:bob', []],
  ['', []],
])('the DNS names of %s are %j (duty 116)', (text, names) => {
  expect(alternativeNames(text, ['DNS'])).toEqual(names);
});

test('other kinds of names too, when they are asked for', () => {
  expect(alternativeNames('email:x@example.net, othername:UPN:bob@example.net', ['email', 'othername:UPN'])).toEqual([
    'x@example.net',
    'bob@example.net',
  ]);
});
