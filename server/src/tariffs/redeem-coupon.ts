import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Coupon } from './contract/coupons.ts';
import { countRedeemed, lockCoupon } from './coupon-store.ts';
import { CouponNotForThis, CouponNotFound, CouponOver } from './faults.ts';

export interface Redemption {
  readonly code: string;
  readonly on: Day;
  readonly currency: string;
  /** The plan that the subscription has on that day; null when it is for the account. */
  readonly plan_id: Id | null;
}

const overWhy = ({ state, redeem_from, redeem_to, most, redeemed }: Coupon, on: Day): string | undefined => {
  if (state === 'withdrawn') return 'it was withdrawn';
  if (redeem_from !== null && on < redeem_from) return `it can be redeemed from ${redeem_from} on`;
  if (redeem_to !== null && on > redeem_to) return `it could be redeemed up to ${redeem_to}`;
  return most !== null && redeemed >= most ? `all ${most} are redeemed` : undefined;
};

const unfitWhy = (coupon: Coupon, { currency, plan_id }: Redemption): string | undefined => {
  if (coupon.currency !== null && coupon.currency !== currency)
    return `its amount is in ${coupon.currency}, the account in ${currency}`;
  if (coupon.target === 'subscription' && plan_id === null) return 'it is for a subscription: say which';
  if (coupon.target === 'account' && plan_id !== null) return 'it is for the bills of an account: name no subscription';
  return coupon.plan_ids !== null && plan_id !== null && !coupon.plan_ids.includes(plan_id)
    ? 'it is for other plans'
    : undefined;
};

/** Takes a coupon by its code, as customers type it: counted, its terms given. */
export const redeemCoupon = async (ctx: Ctx, redemption: Redemption): Promise<Coupon> => {
  const code = redemption.code.toUpperCase();
  const coupon = await lockCoupon(ctx.tx, code);
  if (!coupon) throw CouponNotFound({ coupon: code });
  const over = overWhy(coupon, redemption.on);
  if (over !== undefined) throw CouponOver({ code, why: over });
  const unfit = unfitWhy(coupon, redemption);
  if (unfit !== undefined) throw CouponNotForThis({ code, why: unfit });
  await countRedeemed(ctx.tx, coupon.id);
  return coupon;
};
