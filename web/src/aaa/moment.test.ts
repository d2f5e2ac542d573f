import { expect, test } from 'vitest';
import { momentOf, momentText, writtenMoment } from './moment.ts';

test.each([
  ['2026-11-24T20:14:05', true, '2026-11-24T20:14:05.000Z'],
  ['2026-11-24T20:14', true, '2026-11-24T20:14:00.000Z'],
  ['', true, undefined],
  ['', false, undefined],
  ['yesterday', true, undefined],
])('%s (in UTC: %s) is %s', (written, inUtc, at) => {
  expect(momentOf(written, inUtc)).toBe(at);
});

test.each([true, false])('what a moment is written as is that moment again (in UTC: %s)', (inUtc) => {
  const at = '2026-07-01T00:30:59.000Z';
  expect(momentOf(writtenMoment(at, inUtc), inUtc)).toBe(at);
  expect(writtenMoment('no moment', inUtc)).toBe('');
});

test('in UTC a moment says so', () => {
  expect(momentText('2026-11-24T20:14:05.000Z', true)).toBe('2026-11-24 20:14:05 UTC');
});
