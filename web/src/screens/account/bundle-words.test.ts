import { expect, test } from 'vitest';
import { bundlePrice, isRequiredPart } from './bundle-words.ts';

const BUNDLE_PARTS = [
  { plan_id: 'net', quantity: 1, optional: false, list_minor: 2990, price_minor: 2700 },
  { plan_id: 'sport', quantity: 2, optional: true, list_minor: 990, price_minor: 900 },
];
const part = (plan_id: string, price_minor: number, quantity = 1, is_part = true) => ({
  plan_id,
  price_minor,
  quantity,
  is_part,
  state: 'active' as const,
  bundle_parts: BUNDLE_PARTS,
});

test('only what may be left out ends alone', () => {
  expect(isRequiredPart(part('net', 2700))).toBe(true);
  expect(isRequiredPart(part('sport', 900))).toBe(false);
  expect(isRequiredPart(part('net', 2990, 1, false))).toBe(false);
});

test('optional parts add to the price of a bundle', () => {
  const parts = [part('net', 2700), part('sport', 900, 2), part('router', 300, 1, false)];
  expect(bundlePrice({ price_minor: 4990 }, parts)).toBe(4990 + 1800);
  expect(bundlePrice({ price_minor: 4990 }, [{ ...part('sport', 900, 2), state: 'ended' }])).toBe(4990);
});
