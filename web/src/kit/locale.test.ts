import { expect, test } from 'vitest';
import { localeOf } from './locale.ts';

test.each([
  [['de-DE', 'en'], 'de-DE'],
  [['en-US@posix', 'de'], 'de'],
  [['en-US@posix'], 'en'],
  [['C', ''], 'en'],
  [[], 'en'],
])('%j is read as %s', (languages, locale) => {
  expect(localeOf(languages)).toBe(locale);
});
