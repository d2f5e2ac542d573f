import { describe, expect, test } from 'vitest';
import { dayText, moneyText } from '../kit/format.ts';
import { BILLS, type GiveValues, giveInput } from './discount-form.ts';
import { type Discount, discountSentence, discountState, runningFirst } from './discount-words.ts';

const TODAY = '2026-03-10';

const given = (more: Partial<Discount> = {}): Discount => ({
  account_id: 'a',
  id: 'd',
  subscription_id: 's',
  coupon_id: null,
  name: 'Winter',
  base: 'recurring',
  percent: '10',
  amount_minor: null,
  from_on: '2026-01-10',
  to_on: null,
  ended_on: null,
  bills: null,
  bills_used: 0,
  taken_minor: 0,
  given_by: 'Olga',
  given_at: '2026-01-10T10:00:00.000Z',
  ...more,
});

const from = `from ${dayText('2026-01-10')}`;
const money = (minor: number) => moneyText(minor, 'EUR');

describe('a discount in words', () => {
  test.each<[string, Partial<Discount>, string]>([
    ['for good', {}, `10 % off the price of each period, ${from} for good; nothing taken off so far.`],
    [
      'to the day before the first without it',
      { to_on: '2026-04-10', taken_minor: 933 },
      `10 % off the price of each period, ${from} to ${dayText('2026-04-09')}; ${money(933)} taken off so far.`,
    ],
    [
      'ended before its end',
      { to_on: '2026-04-10', ended_on: '2026-02-01' },
      `10 % off the price of each period, ${from} to ${dayText('2026-01-31')}; nothing taken off so far.`,
    ],
    [
      'ended the day it began',
      { ended_on: '2026-01-10' },
      '10 % off the price of each period, ended on the day it began; nothing taken off so far.',
    ],
    [
      'ended before its first day',
      { ended_on: '2026-01-09' },
      '10 % off the price of each period, ended before it began; nothing taken off so far.',
    ],
    [
      'an amount off two bills',
      {
        subscription_id: null,
        base: 'all',
        percent: null,
        amount_minor: 1000,
        bills: 2,
        bills_used: 1,
        taken_minor: 1,
      },
      `${money(1000)} off each bill, ${from}, 1 of 2 bills so far; ${money(1)} taken off so far.`,
    ],
    [
      'the set-up fee',
      { base: 'one-time', percent: '100' },
      `100 % off each one-off charge, ${from} for good; nothing taken off so far.`,
    ],
  ])('%s', (_, more, sentence) => expect(discountSentence(given(more), 'EUR')).toBe(sentence));
});

test.each<[Partial<Discount>, string]>([
  [{}, 'running'],
  [{ from_on: '2026-03-11' }, 'planned'],
  [{ from_on: TODAY }, 'running'],
  [{ to_on: TODAY }, 'over'],
  [{ to_on: '2026-03-11' }, 'running'],
  [{ to_on: '2026-06-01', ended_on: TODAY }, 'over'],
  [{ bills: 2, bills_used: 1 }, 'running'],
  [{ bills: 2, bills_used: 2 }, 'over'],
])('on a day %o is %s', (more, state) => expect(discountState(given(more), TODAY)).toBe(state));

test('running ones come first, then those to come; else as they were', () => {
  const rows = [
    given({ id: 'over', to_on: TODAY }),
    given({ id: 'planned', from_on: '2026-05-01' }),
    given({ id: 'one' }),
    given({ id: 'two' }),
  ];
  expect(runningFirst(rows, TODAY).map(({ id }) => id)).toEqual(['one', 'two', 'planned', 'over']);
});

const values: GiveValues = {
  subscription_id: 's',
  way: 'hand',
  coupon: '',
  name: ' Sorry ',
  kind: 'percent',
  percent: '12,5',
  amount_minor: '5,00',
  base: 'recurring',
  from_on: TODAY,
  lasts: 'good',
  times: 3,
  to_on: '2026-09-01',
};

test.each<[string, Partial<GiveValues>, Record<string, unknown>]>([
  ['a percentage', {}, { subscription_id: 's', name: 'Sorry', base: 'recurring', percent: '12.5' }],
  [
    'an amount off bills',
    { subscription_id: BILLS, kind: 'amount', base: 'all', lasts: 'times' },
    { subscription_id: null, name: 'Sorry', base: 'all', amount_minor: 500, times: 3 },
  ],
  [
    'until a day',
    { lasts: 'until' },
    { subscription_id: 's', name: 'Sorry', base: 'recurring', percent: '12.5', to_on: '2026-09-01' },
  ],
  [
    'a coupon, whatever was written by hand before',
    { way: 'coupon', coupon: ' winter ', lasts: 'times' },
    { subscription_id: 's', coupon: 'winter' },
  ],
])('a filled form is a command: %s', (_, more, input) =>
  expect(giveInput('a', { ...values, ...more }, 'EUR')).toEqual({ account_id: 'a', from_on: TODAY, ...input }),
);
