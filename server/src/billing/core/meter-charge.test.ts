import { currency, type Decimal, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { type MeterCharge, type MeterPrice, minimumOf, rateMeter } from './meter-charge.ts';

const EUR = currency('EUR');
const OF = { meter_id: 'm', name: 'M', included_units: 0, minimum_minor: 0 };
const CALLS = { ...OF, meter: 'voice', unit_code: 'min', unit_size: 60n, aggregation: 'sum' } as const;
const PIECES = { ...OF, meter: 'sms', unit_code: 'SMS', unit_size: 1n, aggregation: 'count' } as const;
const TRANSIT = { ...OF, meter: 'transit', unit_code: 'Mbit/s', unit_size: 1_000_000n, aggregation: 'p95' } as const;
const TURNOVER = { ...OF, meter: 'sales', unit_code: 'EUR', unit_size: 100n, aggregation: 'sum' } as const;

const tiers = [
  { up_to: decimal('20'), unit_price_minor: decimal('200') },
  { up_to: decimal('120'), unit_price_minor: decimal('2000') },
  { up_to: null, unit_price_minor: decimal('1000') },
];
const GRADUATED: MeterPrice = { model: 'graduated', tiers, partial: 'exact' };
const VOLUME: MeterPrice = { model: 'volume', tiers, partial: 'exact' };
const flat = (price: string, partial: 'exact' | 'up' = 'exact'): MeterPrice => ({
  model: 'flat',
  unit_price_minor: price as Decimal,
  partial,
});
const PACKAGE: MeterPrice = { model: 'package', package_units: 100, unit_price_minor: decimal('250') };
const percent = (of: string, record_fee_minor = '0'): MeterPrice => ({
  model: 'percentage',
  percent: of as Decimal,
  record_fee_minor: record_fee_minor as Decimal,
});

const rated = (charge: MeterCharge, total: bigint, records = 1) =>
  rateMeter(charge, { total, records }, EUR, 'half-up').map(
    ({ what, quantity, unit_price_minor, amount_minor }) => `${quantity} ${what} @${unit_price_minor} ${amount_minor}`,
  );

describe('rateMeter', () => {
  test.each<[string, MeterCharge, bigint, string[]]>([
    // U01, in major units: 20 × 2 + 100 × 20 + 10 × 10 = 2140; all 130 at 10 = 1300.
    [
      'U01: graduated',
      { ...PIECES, ...GRADUATED },
      130n,
      ['20 unit @200 4000', '100 unit @2000 200000', '10 unit @1000 10000'],
    ],
    ['U01: volume', { ...PIECES, ...VOLUME }, 130n, ['130 unit @1000 130000']],
    // 100 min included of 123.5; 23.5 × 0.05 = 1.175 → 1.18.
    ['minutes beyond those included', { ...CALLS, ...flat('5'), included_units: 100 }, 7410n, ['23.5 unit @5 118']],
    // 23.5 begun minutes are 24; 24 × 0.05 = 1.20.
    ['a begun minute whole', { ...CALLS, ...flat('5', 'up'), included_units: 100 }, 7410n, ['24 unit @5 120']],
    ['all of it included', { ...CALLS, ...flat('5'), included_units: 100 }, 6000n, ['0 unit @5 0']],
    ['nothing used, by steps', { ...PIECES, ...GRADUATED }, 0n, ['0 unit @200 0']],
    // 50 included of 251: 201 are three begun packages of 100; 3 × 2.50 = 7.50.
    ['a begun package whole', { ...PIECES, ...PACKAGE, included_units: 50 }, 251n, ['3 package @250 750']],
    ['packages to the piece', { ...PIECES, ...PACKAGE }, 200n, ['2 package @250 500']],
    ['packages of minutes', { ...CALLS, ...PACKAGE }, 6001n, ['2 package @250 500']],
    // 123.456 Mbit/s at 0.80 = 98.7648 → 98.76.
    ['95th percentile', { ...TRANSIT, ...flat('80') }, 123_456_000n, ['123.456 unit @80 9876']],
    // 2.5 % of 1234.56 = 30.864 → 30.86.
    ['a percentage', { ...TURNOVER, ...percent('2.5') }, 123_456n, ['1234.56 unit @2.500 3086']],
    // Beyond 1000.00: 2.5 % of 234.56 = 5.864.
    [
      'a percentage beyond',
      { ...TURNOVER, ...percent('2.5'), included_units: 1000 },
      123_456n,
      ['234.56 unit @2.500 586'],
    ],
  ])('%s', (_, charge, total, lines) => expect(rated(charge, total)).toEqual(lines));

  test('of a percentage each record has its fee, included or not', () => {
    const charge = { ...TURNOVER, ...percent('10', '12.5'), included_units: 1000 };
    // 7 × 0.125 = 0.875 → 0.88.
    expect(rated(charge, 50_000n, 7)).toEqual(['0 unit @10.00 0', '7 record @12.5 88']);
    expect(rated(charge, 0n, 0)).toEqual(['0 unit @10.00 0']);
  });

  test('of a currency without coins a percentage is of its whole units', () => {
    const charge = { ...TURNOVER, unit_code: 'JPY', unit_size: 1n, ...percent('3') };
    const [line] = rateMeter(charge, { total: 12_345n, records: 1 }, currency('JPY'), 'half-up');
    // 3 % of 12345 = 370.35.
    expect(line).toMatchObject({ quantity: '12345', unit_price_minor: '0.03', amount_minor: 370n });
  });
});

test.each([
  [31, 31, 5000n],
  // 5000 × 15 ÷ 31 = 2419.35.
  [15, 31, 2419n],
  [0, 31, 0n],
])('the minimum of %i of %i days', (days, of_days, least) =>
  expect(minimumOf({ minimum_minor: 5000 }, { days, of_days }, 'half-up')).toBe(least),
);
