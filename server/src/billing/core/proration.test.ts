import { type Cycle, currency, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { DAY_SECONDS, type ProrationUnit, priceOf, shareOf, unusedShare, WHOLE } from './proration.ts';

const EUR = currency('EUR');
const MONTH: Cycle = { unit: 'month', count: 1 };
const days = (n: number) => n * DAY_SECONDS;

describe('priceOf rounds the exact product once', () => {
  test.each([
    ['K01', '599.95', '1', 29, 31, 56124n],
    ['K03', '1999.95', '1', 3, 30, 20000n],
    ['K05', '249.95', '1', 27, 30, 22496n],
    ['K10', '2399.95', '1', 335, 365, 220269n],
    ['L16: rounding prorated units first would give 27419.40', '5000.00', '10', 17, 31, 2741935n],
    ['five at 14.52 would be 72.60', '14.516', '5', 1, 1, 7258n],
    ['a quantity with decimals', '0.333', '1.5', 1, 1, 50n],
  ])('%s', (_, price, quantity, units, denominator, minor) => {
    expect(priceOf(decimal(price), decimal(quantity), { units, denominator }, EUR, 'half-up')).toBe(minor);
  });
  test('K03 half-even', () => {
    const share = { units: 3, denominator: 30 };
    expect(priceOf(decimal('1999.95'), decimal('1'), share, EUR, 'half-even')).toBe(20000n);
    expect(priceOf(decimal('1999.85'), decimal('1'), share, EUR, 'half-even')).toBe(19998n);
    expect(priceOf(decimal('1999.85'), decimal('1'), share, EUR, 'half-up')).toBe(19999n);
  });
  test.each([
    ['JPY', '1000', 333n],
    ['KWD', '1.000', 333n],
    ['EUR', '10', 333n],
  ])('in %s minor units', (code, price, minor) => {
    expect(priceOf(decimal(price), decimal('1'), { units: 1, denominator: 3 }, currency(code), 'half-up')).toBe(minor);
  });
  test('a whole line', () => expect(priceOf(decimal('19.99'), decimal('3'), WHOLE, EUR, 'half-up')).toBe(5997n));
});

describe('shareOf', () => {
  test.each<[ProrationUnit, number, number, number, number]>([
    ['day', 29, 31, 29, 31],
    ['day', 31, 31, 31, 31],
    ['30-day', 8, 31, 8, 30],
    ['30-day', 28, 28, 30, 30],
    ['30-day', 30, 31, 30, 30],
    ['full', 1, 31, 1, 1],
    ['full', 0, 31, 0, 1],
    ['none', 30, 31, 0, 1],
    ['none', 31, 31, 1, 1],
  ])('%s: %d of %d days is %d/%d', (unit, part, whole, units, denominator) => {
    expect(shareOf(unit, days(part), days(whole), MONTH)).toEqual({ units, denominator });
  });
  test('second: counts seconds', () => {
    expect(shareOf('second', 43_200, days(1), MONTH)).toEqual({ units: 43_200, denominator: 86_400 });
  });
  test.each<[Cycle, number]>([
    [{ unit: 'year', count: 1 }, 360],
    [{ unit: 'month', count: 3 }, 90],
    [{ unit: 'week', count: 2 }, 14],
    [{ unit: 'day', count: 10 }, 10],
  ])('30-day: %j counts %d', (cycle, denominator) => {
    expect(shareOf('30-day', days(5), days(400), cycle)).toEqual({ units: 5, denominator });
  });
});

describe('unusedShare', () => {
  test.each<[ProrationUnit, number, number, number, number, number]>([
    ['day', 20, 29, 29, 20, 29],
    ['30-day', 14, 28, 30, 14, 30],
    ['30-day', 28, 28, 30, 1, 1],
    ['full', 20, 29, 1, 0, 1],
    ['full', 29, 29, 1, 1, 1],
    ['none', 20, 29, 0, 0, 1],
  ])('%s: %d unused of %d', (unit, unused, length, lineUnits, units, denominator) => {
    expect(unusedShare(unit, days(unused), days(length), lineUnits)).toEqual({ units, denominator });
  });
});
