import { expect, test } from 'vitest';
import { type PackRule, ruleSentence } from './pack-rule-words.ts';

test.each([
  [{ at_percent: 100, at_most: 1 }, 'Buys 5 GB more by itself when all is used, once a billing period at most.'],
  [{ at_percent: 80, at_most: 3 }, 'Buys 5 GB more by itself when 80 % are used, 3 times a billing period at most.'],
])('%j', (rule, words) => {
  expect(ruleSentence(rule as PackRule, '5 GB more')).toBe(words);
});
