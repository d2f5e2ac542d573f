import { day } from '@isp/values';
import { expect, test } from 'vitest';
import { canBecome, isOver, type QuoteState } from './quote.ts';

const STATES: readonly QuoteState[] = ['draft', 'sent', 'accepted', 'declined', 'expired', 'withdrawn'];

test.each([
  ['draft', ['sent']],
  ['sent', ['accepted', 'declined', 'expired', 'withdrawn']],
  ['accepted', []],
  ['declined', []],
  ['expired', []],
  ['withdrawn', []],
] as const)('%s becomes only %j', (from, to) => {
  expect(STATES.filter((state) => canBecome(from, state))).toEqual(to);
});

test('its last day still counts', () => {
  const quote = { valid_until: day('2026-03-10') };
  expect(isOver(quote, day('2026-03-10'))).toBe(false);
  expect(isOver(quote, day('2026-03-11'))).toBe(true);
});
