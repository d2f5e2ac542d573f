import {
  code,
  contract,
  currency,
  day,
  decimal,
  id,
  instant,
  line,
  listing,
  minor,
  pageOf,
  percentOff,
} from '@isp/values/wire';
import { z } from 'zod';

/** What a coupon is taken off: the lines of one subscription, to the day, or the account’s bills. */
const target = z.enum(['subscription', 'account']);
const base = z.enum(['recurring', 'one-time', 'usage', 'all']);
const state = z.enum(['active', 'withdrawn']);
const times = z.int().min(1).max(1200);
const most = z.int().min(1).max(1_000_000_000);

export const Coupon = z.object({
  id,
  code,
  name: z.string(),
  target,
  base,
  percent: decimal.nullable(),
  amount_minor: minor.nullable(),
  /** Of the amount. */
  currency: currency.nullable(),
  /** For how many periods of the subscription, or bills of the account; null: for good. */
  times: times.nullable(),
  /** For subscriptions of these plans; null: of any. */
  plan_ids: z.array(id).nullable(),
  redeem_from: day.nullable(),
  redeem_to: day.nullable(),
  /** By how many accounts it may be redeemed; null: without limit. */
  most: most.nullable(),
  redeemed: z.int(),
  state,
  created_at: instant,
});
export type Coupon = z.output<typeof Coupon>;

export const CreateCoupon = contract({
  summary: 'Make a coupon that accounts redeem by its code, each once',
  status: 201,
  input: z.strictObject({
    code,
    name: line(120),
    target: target.default('subscription'),
    base: base.default('recurring'),
    percent: percentOff.nullable().default(null),
    amount_minor: minor
      .refine((a) => a > 0n, 'must be more than zero')
      .nullable()
      .default(null),
    currency: currency.optional(),
    times: times.nullable().default(null),
    plan_ids: z.array(id).min(1).max(200).nullable().default(null),
    redeem_from: day.nullable().default(null),
    redeem_to: day.nullable().default(null),
    most: most.nullable().default(null),
  }),
  reply: Coupon,
});
export type CreateCoupon = z.output<typeof CreateCoupon.input>;

export const UpdateCoupon = contract({
  summary:
    'Rename a coupon, withdraw it or bring it back, change until when and how often it may be redeemed; what was redeemed stays',
  input: z.strictObject({
    id,
    name: line(120).optional(),
    state: state.optional(),
    redeem_to: day.nullable().optional(),
    most: most.nullable().optional(),
  }),
  reply: Coupon,
});
export type UpdateCoupon = z.output<typeof UpdateCoupon.input>;

export const GetCoupon = contract({ summary: 'One coupon', input: z.strictObject({ id }), reply: Coupon });

export const ListCoupons = contract({
  summary: 'Coupons, by code',
  input: z.strictObject({ ...listing, state: state.optional(), q: z.string().max(100).optional() }),
  reply: pageOf(Coupon),
});
export type ListCoupons = z.output<typeof ListCoupons.input>;
