import { expect, test } from 'vitest';
import { partPrices, sameParts } from './bundle-places.ts';

const part = (plan_id: string, list_minor: number, more = {}) => ({
  plan_id,
  quantity: 1,
  optional: false,
  list_minor,
  price_minor: list_minor,
  ...more,
});
const PARTS = [
  part('net', 2990),
  part('sport', 990, { optional: true, price_minor: 500 }),
  part('tv', 1490),
  part('phone', 500, { quantity: 2 }),
];

test('each part stands behind those before it; an optional one by itself', () => {
  expect(partPrices(PARTS, 4990n)).toEqual([
    { plan_id: 'net', quantity: 1, optional: false, price_minor: 2723n, before_minor: 0n },
    { plan_id: 'sport', quantity: 1, optional: true, price_minor: 500n, before_minor: 0n },
    { plan_id: 'tv', quantity: 1, optional: false, price_minor: 1357n, before_minor: 2723n },
    { plan_id: 'phone', quantity: 2, optional: false, price_minor: 455n, before_minor: 4080n },
  ]);
  expect(partPrices([part('phone', 500, { quantity: 2 })], 501n)).toBeUndefined();
});

test('the same parts at other prices, in another order', () => {
  expect(sameParts(PARTS, [...PARTS].reverse())).toBe(true);
  expect(
    sameParts(
      PARTS,
      PARTS.map((each) => ({ ...each, list_minor: 1 })),
    ),
  ).toBe(true);
  expect(sameParts(PARTS, PARTS.slice(1))).toBe(false);
});
