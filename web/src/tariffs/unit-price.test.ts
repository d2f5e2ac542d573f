import { describe, expect, test } from 'vitest';
import { typedUnitPrice, unitPriceOf } from './unit-price.ts';

describe('a unit price', () => {
  test.each([
    ['0.50', 'EUR', '50'],
    ['0,005', 'EUR', '0.5'],
    ['12', 'JPY', '12'],
    ['0.0000000001', 'EUR', undefined],
    ['-1', 'EUR', undefined],
    ['', 'EUR', undefined],
  ])('%s %s is %s minor units', (text, currency, minor) => {
    expect(unitPriceOf(text, currency)).toBe(minor);
  });

  test.each([
    ['50', 'EUR', '0.50'],
    ['50.000000', 'EUR', '0.50'],
    ['0.5', 'EUR', '0.005'],
    ['12', 'JPY', '12'],
    ['1500', 'KWD', '1.500'],
  ])('%s minor units of %s are typed %s, and read back the same', (minor, currency, typed) => {
    expect(typedUnitPrice(minor, currency)).toBe(typed);
    expect(typedUnitPrice(unitPriceOf(typed, currency) ?? '', currency)).toBe(typed);
  });
});
