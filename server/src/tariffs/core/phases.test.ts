import { anchorFromAnniversary, anchorFromBillingDay, day } from '@isp/values';
import { expect, test } from 'vitest';
import { type Phase, pricesFrom } from './phases.ts';

const START = day('2024-03-05');
const prices = (phases: readonly Phase[], anchor = anchorFromBillingDay(1, START)) =>
  pricesFrom(START, anchor, { cycle: { unit: 'month', count: 1 }, price_minor: 1000n, phases }).map(
    ({ from_on, price_minor }) => `${from_on} ${price_minor}`,
  );

test.each<readonly [string, readonly Phase[], readonly string[]]>([
  ['none', [], ['2024-03-05 1000']],
  ['a trial of ten days', [{ days: 10, price_minor: 0 }], ['2024-03-05 0', '2024-03-15 1000']],
  ['three periods, the first begun', [{ cycles: 3, price_minor: 500 }], ['2024-03-05 500', '2024-06-01 1000']],
  [
    'a trial, then two periods',
    [
      { days: 10, price_minor: 0 },
      { cycles: 2, price_minor: 500 },
    ],
    ['2024-03-05 0', '2024-03-15 500', '2024-05-01 1000'],
  ],
])('phases: %s', (_, phases, expected) => {
  expect(prices(phases)).toEqual(expected);
});

test('by anniversary a period is a whole one', () => {
  expect(prices([{ cycles: 2, price_minor: 500 }], anchorFromAnniversary(START))).toEqual([
    '2024-03-05 500',
    '2024-05-05 1000',
  ]);
});
