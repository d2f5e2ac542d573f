import { type Decimal, decimalScale, decimalUnscaled } from '@isp/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, rulesOf, type UsePrice } from './limit-rules.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
const GB = 1_000_000_000;

const limit = (amount: number) => ({
  what: 'money' as const,
  direction: 'both' as const,
  per: 'period' as const,
  amount,
  action: 'wall' as const,
  rate_down_kbps: null,
  rate_up_kbps: null,
});

const ruleOf = (amount: number, price: UsePrice) =>
  rulesOf({ limits: [limit(amount)], fair_use: [], currency: 'EUR', ...price })[0];

const price = (included: number, unit: number, minor: string): UsePrice => ({
  included_bytes: BigInt(included),
  overage_unit_bytes: BigInt(unit),
  overage_unit_price_minor: minor as Decimal,
});

describe('a limit in money', () => {
  test.each([
    [500, price(10 * GB, GB, '50'), 20 * GB],
    [500, price(0, GB, '50'), 10 * GB],
    [1, price(0, GB, '3'), 333_333_334],
    [2000, price(100 * GB, 1_000_000, '0.125'), 116 * GB],
  ])('of %d minor units is held as the octets that cost so much', (amount, of, octets) => {
    expect(ruleOf(amount, of)).toMatchObject({ what: 'data', amount: octets, cost: { amount, currency: 'EUR' } });
    expect([costOf(octets, of), costOf(Number(of.included_bytes), of)]).toEqual([BigInt(amount), 0n]);
  });

  test(`takes hold at the first octet that makes it up, whatever the price (FC_SEED=${seed})`, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 0, max: 1000 * GB }),
        fc.integer({ min: 1, max: 1000 * GB }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 4 }),
        (amount, included, unit, digits, scale) => {
          const text = `${BigInt(digits) / 10n ** BigInt(scale)}.${`${digits % 10 ** scale}`.padStart(scale, '0')}`;
          const of = price(included, unit, scale === 0 ? `${digits}` : text);
          fc.pre(digits > 0 && (amount * unit * 10 ** scale) / digits < 2 ** 52);
          const held = BigInt(ruleOf(amount, of)?.amount ?? 0) - of.included_bytes;
          const minor = decimalUnscaled(of.overage_unit_price_minor);
          const whole = of.overage_unit_bytes * 10n ** BigInt(decimalScale(of.overage_unit_price_minor));
          const costs = (octets: bigint) => octets * minor >= BigInt(amount) * whole;
          expect([costs(held), costs(held - 1n)]).toEqual([true, false]);
        },
      ),
      { seed, numRuns: 10_000 },
    );
  });

  test('without a price of use limits nothing', () => {
    const none = { included_bytes: BigInt(GB), overage_unit_bytes: null, overage_unit_price_minor: null };
    expect(rulesOf({ limits: [limit(500)], fair_use: [], currency: 'EUR', ...none })).toEqual([]);
  });
});
