import { expect, test } from 'vitest';
import { dayText, moneyText } from '../kit/format.ts';
import { type CouponValues, couponInput, emptyCoupon } from './coupon-form.ts';
import { type Coupon, couponSentence, couponState } from './coupon-words.ts';

const coupon = (more: Partial<Coupon> = {}): Coupon => ({
  id: 'c',
  code: 'WINTER',
  name: 'Winter offer',
  target: 'subscription',
  base: 'recurring',
  percent: '10',
  amount_minor: null,
  currency: null,
  times: null,
  plan_ids: null,
  redeem_from: null,
  redeem_to: null,
  most: null,
  redeemed: 0,
  state: 'active',
  created_at: '2026-01-01T00:00:00.000Z',
  ...more,
});

test.each<[Partial<Coupon>, string]>([
  [{}, '10 % off the price of each period for good; 0 redeemed.'],
  [
    { times: 3, plan_ids: ['p', 'q'], redeem_to: '2026-12-31', most: 100, redeemed: 14 },
    `10 % off the price of each period for 3 periods, Home p and Home q only, to be redeemed until ${dayText('2026-12-31')}; 14 of 100 redeemed.`,
  ],
  [
    { target: 'account', base: 'all', percent: null, amount_minor: 500, currency: 'EUR', times: 1 },
    `${moneyText(500, 'EUR')} off each bill for 1 bill; 0 redeemed.`,
  ],
  [
    { base: 'one-time', percent: '100', redeem_from: '2026-06-01', redeem_to: '2026-06-30' },
    `100 % off each one-off charge for good, to be redeemed from ${dayText('2026-06-01')} until ${dayText('2026-06-30')}; 0 redeemed.`,
  ],
])('a coupon in words: %o', (more, sentence) =>
  expect(couponSentence(coupon(more), (id) => `Home ${id}`)).toBe(sentence),
);

test.each<[Partial<Coupon>, string]>([
  [{}, 'active'],
  [{ state: 'withdrawn', most: 1, redeemed: 1 }, 'withdrawn'],
  [{ most: 1, redeemed: 1 }, 'used-up'],
  [{ redeem_to: '2026-03-09' }, 'expired'],
  [{ redeem_to: '2026-03-10' }, 'active'],
  [{ redeem_from: '2026-03-11' }, 'planned'],
])('on a day %o is %s', (more, state) => expect(couponState(coupon(more), '2026-03-10')).toBe(state));

const BLANK = {
  base: 'recurring',
  name: 'Winter',
  code: 'winter',
  target: 'subscription',
  times: null,
  plan_ids: null,
  redeem_from: null,
  redeem_to: null,
  most: null,
};

test.each<[string, Partial<CouponValues>, Record<string, unknown>]>([
  ['a percentage', { percent: '12,5' }, { ...BLANK, percent: '12.5' }],
  [
    'an amount, for an account’s next two bills; plans it does not have',
    { kind: 'amount', amount_minor: '5', target: 'account', times: 2, plan_ids: ['p'] },
    { ...BLANK, amount_minor: 500, currency: 'EUR', target: 'account', times: 2 },
  ],
  [
    'some plans, some days, so often',
    { percent: '5', plan_ids: ['p'], redeem_to: '2026-12-31', most: 100 },
    { ...BLANK, percent: '5', plan_ids: ['p'], redeem_to: '2026-12-31', most: 100 },
  ],
])('a filled form is a command: %s', (_, more, input) =>
  expect(couponInput({ ...emptyCoupon('EUR'), name: ' Winter ', code: 'winter ', ...more })).toEqual(input),
);
