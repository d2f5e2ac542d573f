import { day, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { type DiscountableLine, type GivenDiscount, isGivenOn, lineDiscounts, splitDiscount } from './discount.ts';

const given = (more: Partial<GivenDiscount>): GivenDiscount => ({
  id: 'd',
  account_id: 'account',
  name: 'Offer',
  subscription_id: 's',
  base: 'recurring',
  percent: null,
  amount_minor: null,
  from_on: day('2026-01-01'),
  to_on: null,
  known_on: day('2026-01-01'),
  ended_on: null,
  ended_known_on: null,
  bills_left: null,
  ...more,
});
const percent = (text: string, more: Partial<GivenDiscount> = {}) => given({ percent: decimal(text), ...more });
const fixed = (amount_minor: bigint, more: Partial<GivenDiscount> = {}) => given({ amount_minor, ...more });
const to = (text: string) => ({ to_on: day(text) });

/** 31.00 for March, due on its first day. */
const march = (more: Partial<DiscountableLine> = {}): DiscountableLine => ({
  kind: 'recurring',
  amount_minor: 3100n,
  due_on: day('2026-03-01'),
  period_from: day('2026-03-01'),
  period_to: day('2026-04-01'),
  days: 31,
  of_days: 31,
  ...more,
});
const partOfMarch = march({ amount_minor: 1600n, period_from: day('2026-03-16'), due_on: day('2026-03-16'), days: 16 });
const ended = (on: string, known = on) => ({ ended_on: day(on), ended_known_on: day(known) });

describe('off the lines of a subscription', () => {
  test.each<[string, DiscountableLine, GivenDiscount[], bigint[]]>([
    ['a percentage, rounded once', march({ amount_minor: 1005n }), [percent('10')], [101n]],
    ['a fraction of a percent', march(), [percent('12.5')], [388n]],
    ['an amount for a whole period', march(), [fixed(1000n)], [1000n]],
    ['its part for a part of one', partOfMarch, [fixed(1000n)], [516n]],
    ['a percentage of a part', partOfMarch, [percent('50')], [800n]],
    ['never more than the line', march(), [fixed(9900n)], [3100n]],
    ['one on what another left', march(), [percent('50'), percent('50')], [1550n, 775n]],
    ['nothing when all is gone', march(), [percent('100'), fixed(100n)], [3100n]],
    ['only the days it is given for', march(), [percent('10', to('2026-03-11'))], [100n]],
    ['from its first day on', march(), [percent('10', { from_on: day('2026-03-22') })], [100n]],
    ['an amount too', march(), [fixed(310n, to('2026-03-11'))], [100n]],
    ['not before', march(), [percent('10', { from_on: day('2026-04-01') })], []],
    ['not after', march(), [percent('10', to('2026-03-01'))], []],
    ['not when it was given after the line fell due', march(), [percent('10', { known_on: day('2026-03-02') })], []],
    ['up to the day it was ended', march(), [percent('10', ended('2026-03-11', '2026-02-20'))], [100n]],
    ['not ended yet when the line fell due', march(), [percent('10', ended('2026-03-11'))], [310n]],
    ['set-up: not the base', march({ kind: 'one_time', days: null, of_days: null }), [percent('10')], []],
    [
      'set-up: the whole amount',
      march({ kind: 'one_time', period_to: day('2026-03-02'), days: null, of_days: null }),
      [fixed(500n, { base: 'one-time' })],
      [500n],
    ],
    ['use', march({ kind: 'usage', days: null, of_days: null }), [percent('10', { base: 'all' })], [310n]],
    ['never a hold fee', march({ kind: 'hold_fee' }), [percent('10', { base: 'all' })], []],
    [
      'within a day, by the second',
      march({ period_from: day('2026-03-05'), period_to: day('2026-03-05'), days: 3600, of_days: 86400 * 31 }),
      [percent('10')],
      [310n],
    ],
  ])('%s', (_, line, discounts, off) =>
    expect(lineDiscounts(line, discounts, 'half-up').map((each) => each.amount_minor)).toEqual(off),
  );
});

describe('off the bills of an account', () => {
  const on = day('2026-03-01');
  test.each<[string, GivenDiscount, boolean]>([
    ['on its first day', percent('10', { from_on: on }), true],
    ['not before', percent('10', { from_on: day('2026-03-02') }), false],
    ['not on the day it ends', percent('10', to('2026-03-01')), false],
    ['not once ended', percent('10', ended('2026-03-01')), false],
    ['while its end is to come', percent('10', ended('2026-03-02', '2026-03-01')), true],
    ['with a bill left', percent('10', { bills_left: 1 }), true],
    ['with none left', percent('10', { bills_left: 0 }), false],
    ['not before it was known', percent('10', { known_on: day('2026-03-02') }), false],
  ])('%s', (_, discount, is) => expect(isGivenOn(discount, on)).toBe(is));

  test.each<[string, bigint[], GivenDiscount, bigint[]]>([
    ['L25', [10000n, 5000n, 3000n, 2000n], fixed(1000n), [500n, 250n, 150n, 100n]],
    ['by largest remainder', [100n, 100n, 100n], fixed(100n), [34n, 33n, 33n]],
    ['more than there is', [100n, 50n], fixed(1000n), [100n, 50n]],
    ['a negative line has no part in it', [100n, -50n], percent('10'), [10n, 0n]],
    ['no lines', [], fixed(10n), []],
  ])('%s', (_, amounts, discount, off) => expect(splitDiscount(amounts, discount, 'half-up')).toEqual(off));
});
