import { expect, test } from 'vitest';
import { countedName, priceText } from './counted-text.ts';

const price = { price_minor: 310, currency: 'EUR', quantity: 1, cycle_unit: 'month', cycle_count: 1 };

test('one of it is called by its name, several are counted', () => {
  expect([countedName(1, 'Telephone'), countedName(10, 'Telephone')]).toEqual(['Telephone', '10 × Telephone']);
});

test('a price says how many it is for', () => {
  expect(priceText(price)).toBe('€3.10 a month');
  expect(priceText({ ...price, quantity: 10, cycle_count: 3 })).toBe('10 × €3.10 every 3 months');
  expect(priceText({ ...price, price_minor: null })).toBeNull();
});
