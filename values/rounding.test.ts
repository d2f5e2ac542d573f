import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floorRatio, type RoundingMode, roundRatio } from './rounding.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261123', 10);

describe('roundRatio', () => {
  test.each([
    [5n, 2n, 3n, 2n],
    [-5n, 2n, -3n, -2n],
    [7n, 2n, 4n, 4n],
    [-7n, 2n, -4n, -4n],
    [1n, 2n, 1n, 0n],
    [-1n, 2n, -1n, 0n],
    [5n, -2n, -3n, -2n],
    [-5n, -2n, 3n, 2n],
    [4n, 3n, 1n, 1n],
    [5n, 3n, 2n, 2n],
    [0n, 7n, 0n, 0n],
    [199995n, 10n, 20000n, 20000n],
  ])('%d ÷ %d is %d half-up, %d half-even', (n, d, halfUp, halfEven) => {
    expect(roundRatio(n, d, 'half-up')).toBe(halfUp);
    expect(roundRatio(n, d, 'half-even')).toBe(halfEven);
  });
  test('a zero denominator throws', () => expect(() => roundRatio(1n, 0n, 'half-up')).toThrow(RangeError));
  test('is never further than half away and mirrors its sign', () => {
    const modes = fc.constantFrom<RoundingMode>('half-up', 'half-even');
    const property = fc.property(
      fc.bigInt(-(10n ** 12n), 10n ** 12n),
      fc.bigInt(1n, 10n ** 6n),
      modes,
      (n, d, mode) => {
        const rounded = roundRatio(n, d, mode);
        const off = (rounded * d - n) * 2n;
        expect(off <= d && off >= -d).toBe(true);
        expect(roundRatio(-n, d, mode)).toBe(-rounded);
      },
    );
    fc.assert(property, { seed });
  });
});

test.each([
  [7n, 2n, 3n],
  [-7n, 2n, -4n],
  [-6n, 2n, -3n],
  [0n, 5n, 0n],
])('floorRatio %d ÷ %d is %d', (n, d, floor) => expect(floorRatio(n, d)).toBe(floor));
