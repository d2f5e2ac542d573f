import {
  amount,
  contract,
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

/** What a discount is taken off: the price of periods, one-off charges such as the set-up fee, what use costs, or all of it. */
const DiscountBase = z.enum(['recurring', 'one-time', 'usage', 'all']);

/** What one discount took off an invoice line, in the price’s own terms. */
export const LineDiscount = z.object({ discount_id: id, name: z.string(), amount_minor: minor });

export const Discount = z.object({
  account_id: id,
  id,
  /** Null: it is taken off the account’s bills. */
  subscription_id: id.nullable(),
  coupon_id: id.nullable(),
  name: z.string(),
  base: DiscountBase,
  percent: decimal.nullable(),
  /** Of a subscription: for each whole period. Of the account: for each bill. */
  amount_minor: minor.nullable(),
  from_on: day,
  /** The first day it is not given any more; `ended_on` may come before. */
  to_on: day.nullable(),
  ended_on: day.nullable(),
  /** Of how many bills; null: of all of its days. */
  bills: z.int().nullable(),
  bills_used: z.int(),
  /** All it took off so far. */
  taken_minor: minor,
  given_by: z.string(),
  given_at: instant,
});
export type Discount = z.output<typeof Discount>;

export const ListDiscounts = contract({
  summary: 'Discounts that were given, newest first',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    subscription_id: id.optional(),
    coupon_id: id.optional(),
  }),
  reply: pageOf(Discount),
});
export type ListDiscounts = z.output<typeof ListDiscounts.input>;

const reduction = amount.refine((a) => a > 0n, 'must be more than zero');

/** Used by the flow, which knows the account’s days. */
export const giveDiscountFields = {
  account_id: id,
  /** Left out: the account’s bills. */
  subscription_id: id.nullable().default(null),
  /** By its code; its terms are then the coupon’s. */
  coupon: line(40).optional(),
  name: line(120).optional(),
  base: DiscountBase.optional(),
  percent: percentOff.optional(),
  amount_minor: reduction.optional(),
  from_on: day.optional(),
  to_on: day.optional(),
  /** For so many periods of the subscription, or bills of the account. */
  times: z.int().min(1).max(1200).optional(),
};
