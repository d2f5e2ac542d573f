import { expect, test } from 'vitest';
import { type AreaRule, addressText, emptyRange, isInside } from './area.ts';

const rule = (more: Partial<AreaRule> = {}): AreaRule => ({
  country: 'DE',
  postal_prefix: null,
  postal_from: null,
  postal_to: null,
  city: null,
  ...more,
});
const at = (postal_code: string | null, city: string | null = null, country = 'DE') => ({ country, postal_code, city });

test.each<[string, AreaRule[], ReturnType<typeof at>, boolean]>([
  ['all of a country', [rule()], at(null), true],
  ['another country', [rule()], at('25813', 'Husum', 'AT'), false],
  ['a beginning', [rule({ postal_prefix: '258' })], at('25813'), true],
  ['another beginning', [rule({ postal_prefix: '258' })], at('24937'), false],
  ['no postal code', [rule({ postal_prefix: '258' })], at(null, 'Husum'), false],
  ['a range, its last code with it', [rule({ postal_from: '25800', postal_to: '25899' })], at('25899'), true],
  ['beyond a range', [rule({ postal_from: '25800', postal_to: '25899' })], at('25900'), false],
  ['a code of another length', [rule({ postal_from: '25800', postal_to: '25899' })], at('2581'), false],
  ['spaces and small letters', [rule({ country: 'GB', postal_prefix: 'sw1a 1' })], at('SW1A1AA', null, 'GB'), true],
  ['a city, however it is written', [rule({ city: 'Husum' })], at('25813', ' husum '), true],
  ['a city and a code', [rule({ city: 'Husum', postal_prefix: '24' })], at('25813', 'Husum'), false],
  ['one rule of several', [rule({ postal_prefix: '1' }), rule({ city: 'Husum' })], at('25813', 'Husum'), true],
])('%s', (_, rules, address, inside) => expect(isInside(rules, address)).toBe(inside));

test('ranges that hold nothing are told', () => {
  expect(emptyRange([rule(), rule({ postal_from: '20095', postal_to: '200' })])).toBe('20095–200');
  expect(emptyRange([rule({ postal_from: '20099', postal_to: '20095' })])).toBe('20099–20095');
  expect(emptyRange([rule({ postal_from: '20095', postal_to: '20099' })])).toBeUndefined();
});

test('an address in a line', () => {
  expect(addressText(at('25813', 'Husum'))).toBe('25813 Husum, DE');
  expect(addressText(at(null))).toBe('DE');
});
