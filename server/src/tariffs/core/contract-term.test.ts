import { addDays, type Day, day } from '@isp/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { earlyFeeOf, termOn } from './contract-term.ts';

const TERMS = {
  contract_months: 12,
  contract_renewal: 'none',
  early_fee: 'none',
  early_fee_minor: null,
  early_fee_percent: null,
} as const;
const MONTHLY = {
  anchor: { anchor_on: day('2026-01-01'), anchor_day: 1 },
  cycle: { unit: 'month', count: 1 },
  price_minor: 3000n,
} as const;
const QUARTERLY = { ...MONTHLY, cycle: { unit: 'month', count: 3 }, price_minor: 9999n } as const;

describe('the term that holds a day', () => {
  test.each([
    ['none', '2026-01-15', '2026-01-15', ['2026-01-15', '2027-01-15', false]],
    ['none', '2026-01-15', '2027-01-14', ['2026-01-15', '2027-01-15', false]],
    ['none', '2026-01-15', '2027-01-15', undefined],
    ['none', '2026-01-15', '2026-01-14', undefined],
    ['same', '2026-01-15', '2027-01-15', ['2027-01-15', '2028-01-15', false]],
    ['monthly', '2026-01-31', '2027-01-31', ['2027-01-31', '2027-02-28', true]],
    ['monthly', '2026-01-31', '2027-03-01', ['2027-02-28', '2027-03-31', true]],
  ] as const)('%s from %s: on %s', (contract_renewal, from, on, expected) => {
    const term = termOn({ ...TERMS, contract_renewal }, day(from), day(on));
    expect(term && [term.from_on, term.to_on, term.monthly]).toEqual(expected);
  });
  test('no months, no term', () => {
    expect(termOn({ ...TERMS, contract_months: 0 }, day('2026-01-15'), day('2026-02-01'))).toBeUndefined();
  });
});

const fixed = { ...TERMS, early_fee: 'fixed', early_fee_minor: 12_000n } as const;
const declining = { ...TERMS, early_fee: 'declining', early_fee_minor: 10_000n } as const;
const remaining = { ...TERMS, early_fee: 'remaining', early_fee_percent: '33.3' } as const;

test.each([
  ['a fixed fee', fixed, MONTHLY, '2026-05-20', 12_000n],
  ['on the day it began', fixed, MONTHLY, '2026-01-15', 0n],
  ['the last day of the term', fixed, MONTHLY, '2027-01-14', 12_000n],
  ['the end of the term', fixed, MONTHLY, '2027-01-15', 0n],
  ['after it', fixed, MONTHLY, '2027-06-01', 0n],
  ['the end of a term that is renewed', { ...fixed, contract_renewal: 'same' }, MONTHLY, '2027-01-15', 0n],
  ['a day into the renewed one', { ...fixed, contract_renewal: 'same' }, MONTHLY, '2027-01-16', 12_000n],
  ['in a month that follows', { ...fixed, contract_renewal: 'monthly' }, MONTHLY, '2027-01-20', 0n],
  ['declining, after 5 whole months: 7 of 12', declining, MONTHLY, '2026-06-15', 5833n],
  ['declining, in the sixth month: 6 of 12', declining, MONTHLY, '2026-06-16', 5000n],
  ['declining, in the last month', declining, MONTHLY, '2026-12-16', 0n],
  ['a part of 7 periods', remaining, MONTHLY, '2026-06-15', 6993n],
  ['on a day that a period begins', remaining, MONTHLY, '2026-06-01', 7992n],
  ['quarters: October and January', remaining, QUARTERLY, '2026-09-30', 6659n],
  ['no fee', TERMS, MONTHLY, '2026-05-20', 0n],
] as const)('%s', (_, terms, charged, on, expected) => {
  expect(earlyFeeOf(terms, day('2026-01-15'), day(on), charged)).toBe(expected);
});

describe('whatever the terms', () => {
  const terms = fc.record({
    contract_months: fc.integer({ min: 1, max: 36 }),
    contract_renewal: fc.constantFrom('none', 'same', 'monthly'),
    early_fee: fc.constantFrom('fixed', 'declining', 'remaining'),
    early_fee_minor: fc.bigInt({ min: 1n, max: 99_999n }),
    early_fee_percent: fc.constantFrom('100', '50', '12.5'),
  });
  const days = fc.integer({ min: 0, max: 1200 }).map((n): Day => addDays(day('2026-01-31'), n));
  const from = day('2026-01-31');

  test('nothing is charged at or after the end of a term, and never more for staying longer within one', () => {
    fc.assert(
      fc.property(terms, days, days, (drawn, a, b) => {
        const [on, later] = a < b ? [a, b] : [b, a];
        const fee = (day: Day) => earlyFeeOf(drawn, from, day, MONTHLY);
        const term = termOn(drawn, from, on);
        if (term === undefined) expect(fee(addDays(on, 1))).toBe(0n);
        else expect(fee(term.to_on)).toBe(0n);
        if (term && on > term.from_on && later < term.to_on) expect(fee(later) <= fee(on)).toBe(true);
      }),
    );
  });
});
