import { expect, test } from 'vitest';
import { changeText, exceptText, forText, hitText, type Preview } from './price-change-words.ts';

const preview = (more: Partial<Preview> = {}): Preview => ({
  currency: 'EUR',
  subscriptions: 1200,
  accounts: 1,
  before_month_minor: 0,
  after_month_minor: 0,
  before_minor: 0,
  after_minor: 0,
  first_on: '2026-03-01',
  last_on: '2026-03-31',
  guaranteed: 0,
  kept: [],
  steps: [],
  days: [],
  most: [],
  ...more,
});

test.each([
  [
    preview(),
    'It hits 1,200 subscriptions of 1 account, each at the beginning of a period, from Mar 1, 2026 to Mar 31, 2026.',
  ],
  [
    preview({ subscriptions: 1, last_on: '2026-03-01' }),
    'It hits 1 subscription of 1 account, each at the beginning of a period, on Mar 1, 2026.',
  ],
  [preview({ subscriptions: 0, first_on: null, last_on: null }), 'It hits no running subscription.'],
])('whom it hits', (of, words) => expect(hitText(of)).toBe(words));

test('who keeps the old terms or gets the new ones late', () => {
  expect(exceptText(preview())).toBe('');
  const kept = [
    { why: 'own-price', subscriptions: 3 },
    { why: 'ends', subscriptions: 1 },
  ] as const;
  expect(exceptText(preview({ kept: [...kept], guaranteed: 2 }))).toBe(
    'Left alone: 3 have a price of their own, 1 end before. 2 of them only when the term that guarantees their price is over.',
  );
});

test('by how much, and for whom', () => {
  expect([changeText(3000, 3300, 'EUR'), changeText(3300, 3000, 'EUR')]).toEqual(['+€3.00', '−€3.00']);
  const of = { plan_version: 4, own_prices: 'kept' } as const;
  expect(forText({ ...of, up_to_version: 3 })).toBe('all older versions; prices of their own are kept');
  expect(forText({ ...of, up_to_version: 2 })).toBe('versions up to 2; prices of their own are kept');
});
