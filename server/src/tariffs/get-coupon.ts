import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Coupon } from './contract/coupons.ts';
import { couponById } from './coupon-store.ts';
import { CouponNotFound } from './faults.ts';

/** One coupon, or `CouponNotFound`. */
export const getCoupon = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Coupon> => {
  const coupon = await couponById(ctx.tx, id);
  if (!coupon) throw CouponNotFound({ coupon: id });
  return coupon;
};
