import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitByWeight, splitShares } from './split.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261123', 10);
const sum = (parts: readonly bigint[]) => parts.reduce((a, b) => a + b, 0n);

describe('splitByWeight', () => {
  test.each([
    [1000n, [10000n, 5000n, 3000n, 2000n], [500n, 250n, 150n, 100n]],
    [10n, [1n, 1n, 1n], [4n, 3n, 3n]],
    [-10n, [1n, 1n, 1n], [-4n, -3n, -3n]],
    [100n, [0n, 1n, 0n], [0n, 100n, 0n]],
    [5n, [0n, 0n], [3n, 2n]],
    [7n, [3n], [7n]],
    [0n, [], []],
    [1n, [1n, 2n, 2n], [0n, 1n, 0n]],
  ])('%s over %s', (total, weights, parts) => expect(splitByWeight(total, weights)).toEqual(parts));
  test('refuses a negative weight and nothing to split over', () => {
    expect(() => splitByWeight(1n, [-1n, 2n])).toThrow(RangeError);
    expect(() => splitByWeight(1n, [])).toThrow(RangeError);
  });
  test('sums exactly, stays within one of the exact share, mirrors its sign', () => {
    const weights = fc.array(fc.bigInt(0n, 10n ** 9n), { minLength: 1, maxLength: 12 });
    const property = fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), weights, (total, w) => {
      const parts = splitByWeight(total, w);
      expect(sum(parts)).toBe(total);
      expect(splitByWeight(-total, w)).toEqual(parts.map((part) => -part));
      const whole = sum(w);
      for (const [i, part] of parts.entries()) {
        const off = part * whole - total * (w[i] ?? 0n);
        if (whole > 0n) expect(off < whole && off > -whole).toBe(true);
      }
    });
    fc.assert(property, { seed });
  });
});

describe('splitShares', () => {
  test('takes shares of both signs', () => expect(splitShares([2000n, -605n], 100n, 14n)).toEqual([20n, -6n]));
  test('refuses a total that is not the shares rounded', () => {
    expect(() => splitShares([100n, 100n], 100n, 9n)).toThrow(RangeError);
  });
});
