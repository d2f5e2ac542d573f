import { expect, test } from 'vitest';
import { newRule, rulesOf, ruleText, typedRule } from './area-form.ts';

const NOTHING = { country: 'DE', postal_prefix: null, postal_from: null, postal_to: null, city: null };

test.each([
  ['', NOTHING, 'DE'],
  ['258', { ...NOTHING, postal_prefix: '258' }, 'DE 258…'],
  ['258*', { ...NOTHING, postal_prefix: '258' }, 'DE 258…'],
  ['25800-25899', { ...NOTHING, postal_from: '25800', postal_to: '25899' }, 'DE 25800–25899'],
  ['25800 – 25899', { ...NOTHING, postal_from: '25800', postal_to: '25899' }, 'DE 25800–25899'],
])('%s', (postal, rule, words) => {
  expect(rulesOf([{ ...newRule('DE'), postal }])).toEqual([rule]);
  expect(ruleText(rule)).toBe(words);
  expect(rulesOf([typedRule(rule)])).toEqual([rule]);
});

test('a city', () => {
  expect(rulesOf([{ country: 'DE', postal: '', city: ' Husum ' }])).toEqual([{ ...NOTHING, city: 'Husum' }]);
  expect(ruleText({ ...NOTHING, postal_prefix: '258', city: 'Husum' })).toBe('DE 258…, Husum');
});
