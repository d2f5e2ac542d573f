import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { Discount } from './contract/discounts.ts';
import { DiscountEnded, DiscountEndsInPast, DiscountNotFound } from './faults.ts';
import { discountById, endDiscountRow } from './store/discounts.ts';

export interface EndOfDiscount {
  readonly id: Id;
  /** Today when left out. */
  readonly on?: Day | undefined;
  readonly todayOf: (accountId: Id) => Promise<Day>;
}

/** Ends a discount: days from `on` on are charged in full when they fall due. What was taken off before stays. */
export const endDiscount = async (ctx: Ctx, { id, on: asked, todayOf }: EndOfDiscount): Promise<Discount> => {
  const discount = await discountById(ctx.tx, id);
  if (!discount) throw DiscountNotFound({ id });
  const today = await todayOf(discount.account_id);
  const on = asked ?? today;
  if (on < today) throw DiscountEndsInPast({ today });
  if (!(await endDiscountRow(ctx.tx, id, on, today))) throw DiscountEnded({ on: discount.ended_on ?? on });
  await publish(ctx.tx, 'billing.discounts', { account_id: discount.account_id });
  return { ...discount, ended_on: on };
};
