import { describe, expect, test } from 'vitest';
import {
  NO_OVERAGE,
  type OverageValues,
  overageOf,
  overageProblems,
  type TierValues,
  typedOverage,
  usualOverage,
} from './overage-form.ts';

const typed = (change: Partial<OverageValues>) => ({
  ...usualOverage(),
  included_bytes: 0,
  currency: 'EUR',
  ...change,
});

const STEPS: TierValues[] = [
  { up_to: '20', unit_price_minor: '2.00' },
  { up_to: '1 200,5', unit_price_minor: '0,20' },
  { up_to: '', unit_price_minor: '0.001' },
];
const TIERS = [
  { up_to: '20', unit_price_minor: '200' },
  { up_to: '1200.5', unit_price_minor: '20' },
  { up_to: null, unit_price_minor: '0.1' },
];
const GB = { overage_unit_bytes: 1_000_000_000 };

describe('the price beyond the included volume', () => {
  test.each<[Partial<OverageValues>, object]>([
    [{}, NO_OVERAGE],
    [{ overage_partial: 'up' }, NO_OVERAGE],
    [{ overage_tiers: STEPS }, NO_OVERAGE],
    [{ overage_unit_price_minor: '0.50' }, { ...NO_OVERAGE, ...GB, overage_unit_price_minor: '50' }],
    [
      { overage_unit_price_minor: '0.50', overage_partial: 'up', overage_unit_bytes: '1000000' },
      { ...NO_OVERAGE, overage_unit_bytes: 1_000_000, overage_unit_price_minor: '50', overage_partial: 'up' },
    ],
    [{ overage_unit_price_minor: '0.50', included_bytes: '' }, NO_OVERAGE],
    [{ overage_model: 'graduated', overage_tiers: STEPS, included_bytes: '' }, NO_OVERAGE],
    [
      { overage_model: 'graduated', overage_tiers: STEPS, overage_unit_price_minor: '0.50' },
      { ...NO_OVERAGE, ...GB, overage_model: 'graduated', overage_tiers: TIERS },
    ],
    [
      { overage_model: 'volume', overage_tiers: STEPS.slice(0, 1), overage_partial: 'up' },
      {
        ...GB,
        overage_unit_price_minor: null,
        overage_model: 'volume',
        overage_tiers: [{ up_to: null, unit_price_minor: '200' }],
        overage_partial: 'up',
      },
    ],
  ])('%j is %j, and the same typed again', (change, terms) => {
    const read = overageOf(typed(change), 'EUR');
    expect(read).toEqual(terms);
    expect(overageOf(typed(typedOverage({ ...read, currency: 'EUR' })), 'EUR')).toEqual(terms);
  });

  test.each<[readonly string[], number, string | null]>([
    [['20', '120', ''], 0, null],
    [['20', '120', ''], 1, null],
    [['20', '120', ''], 2, null],
    [['20', '120', '7'], 2, null],
    [['', '120', ''], 0, 'write more than 0'],
    [['0', '120', ''], 0, 'write more than 0'],
    [['-1', '120', ''], 0, 'write more than 0'],
    [['x', '120', ''], 0, 'write more than 0'],
    [['20', '20', ''], 1, 'write more than 20'],
    [['20', '9', ''], 1, 'write more than 20'],
    [['20,5', '20.50', ''], 1, 'write more than 20.5'],
  ])('steps up to %j, the one at %i: %s', (bounds, index, problem) => {
    const overage_tiers = bounds.map((up_to) => ({ up_to, unit_price_minor: '1' }));
    const check = (overage_model: OverageValues['overage_model']) =>
      overageProblems.overage_tiers.up_to(
        bounds[index] ?? '',
        typed({ overage_model, overage_tiers }),
        `overage_tiers.${index}.up_to`,
      );
    expect(check('graduated')).toBe(problem);
    expect(check('volume')).toBe(problem);
    expect(check('flat')).toBeNull();
  });

  test.each([
    ['', 'write an amount, 0 for free'],
    ['0', null],
    ['0,005', null],
    ['x', 'write an amount such as 0.50; up to six digits below the smallest coin'],
    ['-1', 'write an amount such as 0.50; up to six digits below the smallest coin'],
  ])('the price of a step %j: %s', (text, problem) => {
    const check = overageProblems.overage_tiers.unit_price_minor;
    expect(check(text, typed({ overage_model: 'volume' }))).toBe(problem);
    expect(check(text, typed({}))).toBeNull();
  });

  test.each<[number | string, Partial<OverageValues>, string | null]>([
    ['', {}, null],
    [0, { overage_model: 'graduated' }, null],
    ['', { overage_unit_price_minor: '0.50' }, 'write how much is included, 0 for none'],
    ['', { overage_model: 'graduated' }, 'write how much is included, 0 for none'],
  ])('included %j with %j: %s', (included, change, problem) => {
    expect(overageProblems.included_bytes(included, typed(change))).toBe(problem);
  });

  test.each<[string, OverageValues['overage_model'], boolean]>([
    ['', 'flat', true],
    ['0.50', 'flat', true],
    ['x', 'flat', false],
    ['x', 'graduated', true],
  ])('one price %j where it is %s: allowed %s', (text, overage_model, isAllowed) => {
    expect(overageProblems.overage_unit_price_minor(text, typed({ overage_model })) === null).toBe(isAllowed);
  });
});
