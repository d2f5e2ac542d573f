import { anchorFromBillingDay, currency, day, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { MONTHLY } from './billing.fixture.ts';
import { billableCount, closedPeriods, rateUsage, type UsagePrice, type UsageUnit } from './rating.ts';

const EUR = currency('EUR');
const PIECE: UsageUnit = { code: 'unit', size: 1n, partial: 'exact' };
const GB: UsageUnit = { code: 'GB', size: 10n ** 9n, partial: 'exact' };
const WHOLE_GB: UsageUnit = { ...GB, partial: 'up' };
const MINUTE: UsageUnit = { code: 'min', size: 60n, partial: 'exact' };

const tiers = [
  { up_to: decimal('20'), unit_price: decimal('2') },
  { up_to: decimal('120'), unit_price: decimal('20') },
  { up_to: null, unit_price: decimal('10') },
];
const GRADUATED: UsagePrice = { model: 'graduated', tiers };
const VOLUME: UsagePrice = { model: 'volume', tiers };
const PACKAGE: UsagePrice = { model: 'package', included: decimal('100'), unit_price: decimal('0.50') };
const FLAT: UsagePrice = { model: 'flat', unit_price: decimal('0.10') };

const rated = (count: bigint, unit: UsageUnit, price: UsagePrice) =>
  rateUsage(count, unit, price, EUR, 'half-up').map(
    (line) => `${line.quantity} ${line.unit} @${line.unit_price} ${line.amount_minor}`,
  );

describe('rateUsage', () => {
  test.each<[string, bigint, UsageUnit, UsagePrice, string[]]>([
    ['U01: graduated', 130n, PIECE, GRADUATED, ['20 unit @2 4000', '100 unit @20 200000', '10 unit @10 10000']],
    ['U01: volume', 130n, PIECE, VOLUME, ['130 unit @10 130000']],
    ['a bound belongs to the tier it ends', 20n, PIECE, GRADUATED, ['20 unit @2 4000']],
    ['and for volume', 120n, PIECE, VOLUME, ['120 unit @20 240000']],
    ['just above', 21n, PIECE, VOLUME, ['21 unit @20 42000']],
    ['nothing used', 0n, PIECE, GRADUATED, []],
    ['nothing used, volume', 0n, PIECE, VOLUME, []],
    ['within the package', 99_999_999_999n, GB, PACKAGE, ['99.999999999 GB @0 0']],
    ['the package to the octet', 100_000_000_000n, GB, PACKAGE, ['100 GB @0 0']],
    ['above the package', 123_456_000_000n, GB, PACKAGE, ['100 GB @0 0', '23.456 GB @0.50 1173']],
    ['above the package, partial units up', 123_456_000_000n, WHOLE_GB, PACKAGE, ['100 GB @0 0', '24 GB @0.50 1200']],
    ['flat', 1_234_567_890n, GB, FLAT, ['1.23456789 GB @0.10 12']],
    ['seconds by the minute: exact money, quantity cut', 100n, MINUTE, FLAT, ['1.666666666 min @0.10 17']],
    [
      'a bound with decimals',
      600_000_000n,
      GB,
      {
        model: 'graduated',
        tiers: [
          { up_to: decimal('0.5'), unit_price: decimal('1') },
          { up_to: null, unit_price: decimal('2') },
        ],
      },
      ['0.5 GB @1 50', '0.1 GB @2 20'],
    ],
    ['above a last tier that ends', 30n, PIECE, { model: 'graduated', tiers: tiers.slice(0, 1) }, ['30 unit @2 6000']],
  ])('%s', (_, count, unit, price, lines) => expect(rated(count, unit, price)).toEqual(lines));

  test('a line shows its arithmetic', () => {
    expect(rateUsage(123_456_000_000n, GB, PACKAGE, EUR, 'half-up')[1]).toEqual({
      unit: 'GB',
      unit_size: 1_000_000_000n,
      tier: 1,
      from: '100',
      to: null,
      counted: 23_456_000_000n,
      counted_scale: 0,
      quantity: '23.456',
      unit_price: '0.50',
      amount_minor: 1173n,
    });
  });
  test.each([
    [1n, WHOLE_GB, 10n ** 9n],
    [10n ** 9n, WHOLE_GB, 10n ** 9n],
    [0n, WHOLE_GB, 0n],
    [1n, GB, 1n],
  ])('%d octets count as', (count, unit, billable) => expect(billableCount(count, unit)).toBe(billable));
});

describe('closedPeriods', () => {
  const anchor = anchorFromBillingDay(1, day('2025-02-08'));
  test.each([
    ['none is over', '2025-02-28', null, []],
    ['the first part', '2025-03-01', null, ['2025-02-08→2025-03-01']],
    ['catch-up', '2025-04-15', null, ['2025-02-08→2025-03-01', '2025-03-01→2025-04-01']],
    ['L06: the end closes a period', '2025-02-22', '2025-02-22', ['2025-02-08→2025-02-22']],
    ['nothing after the end', '2025-09-01', '2025-03-01', ['2025-02-08→2025-03-01']],
  ])('%s', (_, as_of, ended, periods) => {
    const closed = closedPeriods(anchor, MONTHLY, day('2025-02-08'), ended === null ? null : day(ended), day(as_of));
    expect(closed.map(({ from, to }) => `${from}→${to}`)).toEqual(periods);
  });
});
