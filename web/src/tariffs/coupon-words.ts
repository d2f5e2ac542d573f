import type { GetCoupon } from '@isp/server/contract/tariffs';
import type { Reply } from '../api/contract.ts';
import { countText, dayText } from '../kit/format.ts';
import { reductionText } from '../kit/reduction-text.ts';

export type Coupon = Reply<typeof GetCoupon>;

const timesText = ({ times, target }: Pick<Coupon, 'times' | 'target'>): string => {
  if (times === null) return ' for good';
  const counted = target === 'account' ? 'bill' : 'period';
  return times === 1 ? ` for 1 ${counted}` : ` for ${countText(times)} ${counted}s`;
};

const plansText = ({ plan_ids }: Pick<Coupon, 'plan_ids'>, planName: (id: string) => string): string => {
  if (plan_ids === null) return '';
  return `, ${new Intl.ListFormat('en', { type: 'conjunction' }).format(plan_ids.map(planName))} only`;
};

const daysText = ({ redeem_from, redeem_to }: Pick<Coupon, 'redeem_from' | 'redeem_to'>): string => {
  const from = redeem_from === null ? '' : ` from ${dayText(redeem_from)}`;
  const to = redeem_to === null ? '' : ` until ${dayText(redeem_to)}`;
  return from || to ? `, to be redeemed${from}${to}` : '';
};

/** How often a coupon was redeemed: `14 of 100 redeemed`. */
export const redeemedText = ({ redeemed, most }: Pick<Coupon, 'redeemed' | 'most'>): string =>
  most === null ? `${countText(redeemed)} redeemed` : `${countText(redeemed)} of ${countText(most)} redeemed`;

/** A coupon in one sentence: `10 % off the price of each period for 3 periods, Home 30 only, to be redeemed until 31 Dec 2026; 14 of 100 redeemed.` */
export const couponSentence = (coupon: Coupon, planName: (id: string) => string): string => {
  const off = reductionText(coupon, coupon.target, coupon.currency ?? '');
  return `${off}${timesText(coupon)}${plansText(coupon, planName)}${daysText(coupon)}; ${redeemedText(coupon)}.`;
};

/** Whether a coupon can be redeemed on a day, and why not. */
export const couponState = (
  coupon: Pick<Coupon, 'state' | 'most' | 'redeemed' | 'redeem_from' | 'redeem_to'>,
  today: string,
): 'active' | 'withdrawn' | 'used-up' | 'expired' | 'planned' => {
  if (coupon.state === 'withdrawn') return 'withdrawn';
  if (coupon.most !== null && coupon.redeemed >= coupon.most) return 'used-up';
  if (coupon.redeem_to !== null && coupon.redeem_to < today) return 'expired';
  return coupon.redeem_from !== null && coupon.redeem_from > today ? 'planned' : 'active';
};
