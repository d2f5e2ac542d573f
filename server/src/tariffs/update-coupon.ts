import type { Ctx } from '../kernel/ctx.ts';
import type { Coupon, UpdateCoupon } from './contract/coupons.ts';
import { updateCouponRow } from './coupon-store.ts';
import { CouponUnclear } from './faults.ts';
import { getCoupon } from './get-coupon.ts';

/** Renames a coupon, withdraws it or brings it back, changes until when and how often it may be redeemed; discounts that came of it stay. */
export const updateCoupon = async (ctx: Ctx, { id, ...change }: UpdateCoupon): Promise<Coupon> => {
  const coupon = await getCoupon(ctx, { id });
  const { most, redeem_to } = change;
  if (typeof most === 'number' && most < coupon.redeemed)
    throw CouponUnclear({ why: `it was redeemed ${coupon.redeemed} times already` });
  if (typeof redeem_to === 'string' && coupon.redeem_from !== null && redeem_to < coupon.redeem_from)
    throw CouponUnclear({ why: `it cannot be redeemed up to ${redeem_to} when it is from ${coupon.redeem_from} on` });
  if (Object.keys(change).length > 0) await updateCouponRow(ctx.tx, id, change);
  return getCoupon(ctx, { id });
};
