import { contract, day, id } from '@isp/values/wire';
import { z } from 'zod';
import { Discount, giveDiscountFields } from '../../billing/contract/discounts.ts';

export const GiveDiscount = contract({
  summary:
    'Give a subscription, or an account, a discount: by a coupon’s code, or a percentage or an amount by hand. What fell due before stays as it was billed.',
  status: 201,
  input: z.strictObject(giveDiscountFields),
  reply: Discount,
});
export type GiveDiscount = z.output<typeof GiveDiscount.input>;

export const EndDiscount = contract({
  summary: 'End a discount, today or on a day to come',
  input: z.strictObject({ id, on: day.optional() }),
  reply: Discount,
});
export type EndDiscount = z.output<typeof EndDiscount.input>;
