import { describe, expect, test } from 'vitest';
import { weaknessOf } from './password.ts';
import { kindForApp, personOf, subjectOf } from './person.ts';

const id = '0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee';

test('a subject names a person and back', () => {
  expect(personOf(subjectOf({ kind: 'subscriber', id }))).toEqual({ kind: 'subscriber', id });
});

test.each([undefined, '', id, `client:${id}`, `staff:${id}:x`, 'staff:1', `staff:${id.toUpperCase()}`])(
  '%j names nobody',
  (subject) => expect(personOf(subject)).toBeUndefined(),
);

test.each([
  ['admin', 'staff'],
  ['portal', 'subscriber'],
  ['reseller', 'reseller'],
  ['toString', undefined],
  ['other', undefined],
])('the app %s is for %s', (app, kind) => expect(kindForApp(app)).toBe(kind));

describe('weaknessOf', () => {
  test.each([
    ['correct horse battery', 'staff', undefined],
    ['short', 'staff', 'it needs at least 12 characters'],
    ['elevenchars', 'staff', 'it needs at least 12 characters'],
    ['elevenchars', 'subscriber', undefined],
    ['abababababababab', 'staff', 'it repeats the same few characters'],
    ['ann@example.net1', 'staff', 'it starts with what you sign in as'],
  ] as const)('%s for %s: %s', (password, kind, why) =>
    expect(weaknessOf(password, kind, 'ann@example.net')).toBe(why),
  );
});
