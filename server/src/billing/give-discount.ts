import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { Discount } from './contract/discounts.ts';
import { CouponUsed } from './faults.ts';
import { discountById, insertDiscount } from './store/discounts.ts';

export interface NewDiscount
  extends Pick<
    Discount,
    | 'account_id'
    | 'subscription_id'
    | 'coupon_id'
    | 'name'
    | 'base'
    | 'percent'
    | 'amount_minor'
    | 'from_on'
    | 'to_on'
    | 'bills'
  > {
  readonly known_on: Day;
}

/** Gives an account or one of its subscriptions a discount: what falls due from `known_on` on, for its days, is charged less. A coupon once an account. */
export const giveDiscount = async (ctx: Ctx, discount: NewDiscount): Promise<Discount> => {
  const id: Id = ctx.newId();
  const made = await insertDiscount(ctx.tx, { ...discount, id, given_by: ctx.actor.name, given_at: ctx.now });
  if (!made) throw CouponUsed();
  await publish(ctx.tx, 'billing.discounts', { account_id: discount.account_id });
  return (await discountById(ctx.tx, id)) as Discount;
};
