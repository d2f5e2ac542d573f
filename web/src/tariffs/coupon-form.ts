import type { CreateCoupon } from '@isp/server/contract/tariffs';
import type { Input } from '../api/contract.ts';
import { minorOf } from '../kit/money-text.ts';
import { type Base, percentOf, type Target } from '../kit/reduction-text.ts';

export type CouponValues = {
  code: string;
  name: string;
  target: Target;
  base: Base;
  kind: 'percent' | 'amount';
  percent: string;
  amount_minor: string;
  currency: string;
  times: number | string;
  plan_ids: string[];
  redeem_from: string | null;
  redeem_to: string | null;
  most: number | string;
};

export const emptyCoupon = (currency: string): CouponValues => ({
  code: '',
  name: '',
  target: 'subscription',
  base: 'recurring',
  kind: 'percent',
  percent: '',
  amount_minor: '',
  currency,
  times: '',
  plan_ids: [],
  redeem_from: null,
  redeem_to: null,
  most: '',
});

/** What a number box says; empty is none. */
export const countOf = (typed: number | string): number | null => (typed === '' ? null : Number(typed));

/** The command a filled form is. */
export const couponInput = (values: CouponValues): Input<typeof CreateCoupon> => ({
  code: values.code.trim(),
  name: values.name.trim(),
  target: values.target,
  base: values.base,
  ...(values.kind === 'percent'
    ? { percent: percentOf(values.percent) }
    : { amount_minor: minorOf(values.amount_minor, values.currency) ?? 0, currency: values.currency }),
  times: countOf(values.times),
  plan_ids: values.target === 'account' || values.plan_ids.length === 0 ? null : values.plan_ids,
  redeem_from: values.redeem_from || null,
  redeem_to: values.redeem_to || null,
  most: countOf(values.most),
});
