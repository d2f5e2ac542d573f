import { decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { type Discount, discountOf, splitDiscounts } from './discount.ts';

const percent = (text: string): Discount => ({ code: 'percent', percent: decimal(text) });
const fixed = (amount_minor: bigint): Discount => ({ code: 'fixed', amount_minor });

test.each<[string, bigint, Discount, bigint]>([
  ['a percentage, rounded once', 1005n, percent('10'), 101n],
  ['a fraction of a percent', 10000n, percent('12.5'), 1250n],
  ['an amount', 1000n, fixed(300n), 300n],
  ['never more than the line', 1000n, fixed(3000n), 1000n],
  ['nor by percentage', 1000n, percent('150'), 1000n],
  ['nothing off what is negative', -1000n, percent('10'), 0n],
])('%s', (_, amount, discount, off) => expect(discountOf(amount, discount, 'half-up')).toBe(off));

describe('splitDiscounts', () => {
  test.each<[string, bigint[], Discount[], bigint[]]>([
    ['L25', [10000n, 5000n, 3000n, 2000n], [fixed(1000n)], [500n, 250n, 150n, 100n]],
    ['by largest remainder', [100n, 100n, 100n], [fixed(100n)], [34n, 33n, 33n]],
    ['more than there is', [100n, 50n], [fixed(1000n)], [100n, 50n]],
    ['a negative line has no part in it', [100n, -50n], [percent('10')], [10n, 0n]],
    ['one on what another left', [10000n], [percent('50'), percent('50')], [7500n]],
    ['none', [100n], [], [0n]],
    ['no lines', [], [fixed(10n)], []],
  ])('%s', (_, amounts, discounts, off) => expect(splitDiscounts(amounts, discounts, 'half-up')).toEqual(off));
});
