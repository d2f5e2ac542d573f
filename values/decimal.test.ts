import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareDecimals,
  type Decimal,
  decimal,
  decimalFromScaled,
  decimalRatio,
  decimalScale,
  decimalUnscaled,
  multiplyDecimals,
  parseDecimal,
  timesInteger,
} from './decimal.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261123', 10);

describe('parseDecimal', () => {
  test.each(['0', '0.50', '20', '1999.95', '-0.01', '-7', '100000000000000000000.000000000001'])('reads %s', (text) => {
    expect(parseDecimal(text)).toBe(text);
  });
  test.each([
    '',
    '.5',
    '5.',
    '05',
    '-0',
    '-0.00',
    '1e3',
    '1,5',
    ' 1',
    '+1',
    'NaN',
    '0x1',
    '1_0',
    '1'.repeat(31),
    `0.${'1'.repeat(31)}`,
  ])('refuses %j', (text) => expect(parseDecimal(text)).toBeUndefined());
  test('decimal() throws on what is not one', () => expect(() => decimal('1.')).toThrow(RangeError));
});

describe('exact forms', () => {
  test.each([
    ['0.50', 50n, 2],
    ['-0.05', -5n, 2],
    ['20', 20n, 0],
    ['1999.95', 199995n, 2],
  ])('%s is %d over 10^%d', (text, unscaled, scale) => {
    const d = decimal(text);
    expect([decimalUnscaled(d), decimalScale(d)]).toEqual([unscaled, scale]);
    expect(decimalFromScaled(unscaled, scale)).toBe(text);
    expect(decimalRatio(d)).toEqual({ numerator: unscaled, denominator: 10n ** BigInt(scale) });
  });
});

describe('arithmetic', () => {
  test.each([
    ['0.50', '2', '1.00'],
    ['-1.5', '0.25', '-0.375'],
    ['0', '-3.5', '0.0'],
  ])('%s × %s = %s', (a, b, product) => expect(multiplyDecimals(decimal(a), decimal(b))).toBe(product));
  test('times an integer keeps the scale', () => expect(timesInteger(decimal('19.99'), -3n)).toBe('-59.97'));
  test.each([
    ['0.5', '0.50', 0],
    ['-1', '0', -1],
    ['10', '9.99', 1],
    ['-10', '-9.99', -1],
  ] as const)('%s <=> %s is %d', (a, b, order) => expect(compareDecimals(decimal(a), decimal(b))).toBe(order));
  test('any scaled integer survives text and back', () => {
    const property = fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.nat(12), (n, scale) => {
      const d: Decimal = decimalFromScaled(n, scale);
      expect(parseDecimal(d)).toBe(d);
      expect([decimalUnscaled(d), decimalScale(d)]).toEqual([n, scale]);
    });
    fc.assert(property, { seed });
  });
});
