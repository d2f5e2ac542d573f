import type { Ctx } from '../kernel/ctx.ts';
import type { Coupon, CreateCoupon } from './contract/coupons.ts';
import { couponById, insertCoupon } from './coupon-store.ts';
import { CouponCodeTaken, CouponUnclear } from './faults.ts';

const problem = (input: CreateCoupon): string | undefined => {
  const { target, percent, amount_minor, currency, plan_ids, redeem_from, redeem_to } = input;
  if ((percent === null) === (amount_minor === null)) return 'it takes off either a percentage or an amount';
  if ((amount_minor === null) !== (currency === undefined)) return 'a currency goes with an amount, and only with one';
  if (target === 'account' && plan_ids !== null) return 'plans are named for a coupon of a subscription only';
  if (redeem_from !== null && redeem_to !== null && redeem_to < redeem_from)
    return `it cannot be redeemed up to ${redeem_to} when it is from ${redeem_from} on`;
  return undefined;
};

/** Makes a coupon. Its code is kept in capitals: customers type it as they like. */
export const createCoupon = async (ctx: Ctx, input: CreateCoupon): Promise<Coupon> => {
  const why = problem(input);
  if (why !== undefined) throw CouponUnclear({ why });
  const code = input.code.toUpperCase();
  const { currency = null, plan_ids, ...rest } = input;
  const made = await insertCoupon(ctx.tx, {
    ...rest,
    code,
    currency,
    plan_ids: plan_ids === null ? null : [...plan_ids],
    id: ctx.newId(),
    state: 'active',
    created_at: ctx.now,
  });
  if (!made) throw CouponCodeTaken({ code });
  return (await couponById(ctx.tx, made.id)) as Coupon;
};
