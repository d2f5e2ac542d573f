import { describe, expect, test } from 'vitest';
import { type BillingValues, billingOf, billingProblems, typedBilling, usualBilling } from './billing-form.ts';

const typed = (change: Partial<BillingValues>) => ({ ...usualBilling(), currency: 'EUR', ...change });

describe('how a plan is billed', () => {
  test('is the usual when nothing is typed', () => {
    expect(billingOf(usualBilling(), 'EUR')).toEqual({
      proration: 'day',
      termination: 'exclusive',
      first_part: 'separately',
      bill_suspended: false,
      rounding: 'half-up',
      adjustments: 'credit-now',
      upgrade: 'now',
      downgrade: 'period-end',
      hold_fee_minor: null,
      phases: [],
    });
  });

  test.each([
    ['', 'EUR', null],
    ['0', 'EUR', 0],
    ['5', 'EUR', 500],
    ['4,50', 'EUR', 450],
    ['500', 'JPY', 500],
  ])('a pause for %s %s is %s minor units, and the same typed again', (hold_fee_minor, currency, minor) => {
    const terms = billingOf(typed({ hold_fee_minor }), currency);
    expect(terms.hold_fee_minor).toBe(minor);
    expect(billingOf(typedBilling({ ...terms, currency }), currency)).toEqual(terms);
  });

  test.each<[BillingValues['phases'][number], object]>([
    [
      { count: 10, unit: 'days', price_minor: '0' },
      { days: 10, price_minor: 0 },
    ],
    [
      { count: '3', unit: 'cycles', price_minor: '9.90' },
      { cycles: 3, price_minor: 990 },
    ],
  ])('a price at the beginning %j is %j', (phase, terms) => {
    expect(billingOf(typed({ phases: [phase] }), 'EUR').phases).toEqual([terms]);
  });

  test.each([
    ['days', 366, null],
    ['days', 367, 'write 1 to 366'],
    ['cycles', 120, null],
    ['cycles', 121, 'write 1 to 120'],
    ['cycles', '', 'write 1 to 120'],
    ['days', 0, 'write 1 to 366'],
    ['days', 1.5, 'write 1 to 366'],
  ] as const)('a number of %s %j: %s', (unit, count, problem) => {
    const values = typed({ phases: [{ count, unit, price_minor: '0' }] });
    expect(billingProblems.phases.count(count, values, 'phases.0.count')).toBe(problem);
  });

  test.each([
    ['', 'write an amount, 0 for free'],
    ['0', null],
    ['9.90', null],
    ['-1', 'write 0 or more'],
    ['x', 'write an amount of EUR such as 19.99'],
  ])('a price at the beginning %j: %s', (text, problem) => {
    expect(billingProblems.phases.price_minor(text, typed({}))).toBe(problem);
  });

  test.each([
    ['', null],
    ['5.00', null],
    ['-5', 'write 0 or more'],
    ['5.001', 'write an amount of EUR such as 19.99'],
  ])('a pause for %j: %s', (text, problem) => {
    expect(billingProblems.hold_fee_minor(text, typed({}))).toBe(problem);
  });
});
