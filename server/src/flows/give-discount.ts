import { anchorFromAnniversary, boundaryAt, type Cycle, type Day, dayIn, type Id } from '@isp/values';
import { type Discount, endDiscount, giveDiscount, type NewDiscount } from '../billing/index.ts';
import { type Account, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription } from '../subscriptions/index.ts';
import { redeemCoupon, versionNumbered } from '../tariffs/index.ts';
import type { EndDiscount, GiveDiscount } from './contract/discounts.ts';
import { DiscountUnclear, NotOfAccount } from './faults.ts';
import { withinAYear } from './within-a-year.ts';

/** What a discount is given to: a subscription with its plan of the day, or the account's bills. */
interface Receiver {
  readonly subscription_id: Id | null;
  readonly plan_id: Id | null;
  readonly cycle: Cycle | null;
  /** A percentage then holds for each of its parts. */
  readonly is_bundle: boolean;
}

const receiverOf = async (ctx: Ctx, account: Account, input: GiveDiscount, on: Day): Promise<Receiver> => {
  const { subscription_id } = input;
  if (subscription_id === null) return { subscription_id, plan_id: null, cycle: null, is_bundle: false };
  const { account_id, segments } = await getSubscription(ctx, { id: subscription_id });
  if (account_id !== account.id) throw NotOfAccount({ id: subscription_id });
  const segment = segments.findLast(({ from_on }) => from_on <= on) ?? segments[0];
  if (segment === undefined) throw NotOfAccount({ id: subscription_id });
  const version = await versionNumbered(ctx, segment);
  const is_bundle = version.parts.length > 0;
  const cycle = { unit: version.cycle_unit, count: version.cycle_count };
  return { subscription_id, plan_id: segment.plan_id, cycle, is_bundle };
};

type Terms = Pick<NewDiscount, 'coupon_id' | 'name' | 'base' | 'percent' | 'amount_minor'> & {
  readonly times: number | null;
};

const OWN_TERMS = ['name', 'base', 'percent', 'amount_minor', 'times', 'to_on'] as const;

const ownTerms = (input: GiveDiscount, { subscription_id }: Receiver): Terms => {
  const { name, percent = null, amount_minor = null, times = null, to_on } = input;
  if (name === undefined) throw DiscountUnclear({ why: 'it has no name to stand on the invoice, nor a coupon' });
  if ((percent === null) === (amount_minor === null))
    throw DiscountUnclear({ why: 'it takes off either a percentage or an amount' });
  if (times !== null && to_on !== undefined)
    throw DiscountUnclear({ why: 'it ends on a day or after so many times, not both' });
  const base = input.base ?? (subscription_id === null ? 'all' : 'recurring');
  return { coupon_id: null, name, base, percent, amount_minor, times };
};

const couponTerms = async (ctx: Ctx, account: Account, code: string, receiver: Receiver, on: Day): Promise<Terms> => {
  const { plan_id } = receiver;
  const { id, name, base, percent, amount_minor, times } = await redeemCoupon(ctx, {
    code,
    on,
    currency: account.currency,
    plan_id,
  });
  return { coupon_id: id, name, base, percent, amount_minor, times };
};

/** So many periods from a day on, to the day. */
const endAfter = (from_on: Day, cycle: Cycle | null, times: number | null): Day | null =>
  times === null || cycle === null ? null : boundaryAt(anchorFromAnniversary(from_on), cycle, times);

/**
 * Gives a subscription a discount on what it is charged for the days from `from_on` on, or an account one on its bills; by hand, or by a coupon. So many `times` are whole periods of the
 * subscription counted from `from_on`, to the day, or so many bills.
 */
export const offerDiscount = async (ctx: Ctx, input: GiveDiscount): Promise<Discount> => {
  const account = await getAccount(ctx, { id: input.account_id });
  const today = dayIn(ctx.now, account.zone);
  const from_on = withinAYear(input.from_on ?? today, today);
  const { coupon } = input;
  const named = OWN_TERMS.find((field) => coupon !== undefined && input[field] !== undefined);
  if (named !== undefined) throw DiscountUnclear({ why: `a coupon says its ${named} itself` });
  const receiver = await receiverOf(ctx, account, input, from_on);
  const { times, ...terms } =
    coupon === undefined ? ownTerms(input, receiver) : await couponTerms(ctx, account, coupon, receiver, today);
  if (receiver.is_bundle && terms.amount_minor !== null)
    throw DiscountUnclear({ why: 'of a bundle it takes off a percentage, which holds for each of its parts' });
  const to_on = input.to_on ?? endAfter(from_on, receiver.cycle, times);
  if (to_on !== null && to_on <= from_on) throw DiscountUnclear({ why: `it would end on ${to_on}, before it began` });
  return giveDiscount(ctx, {
    ...terms,
    account_id: account.id,
    subscription_id: receiver.subscription_id,
    from_on,
    to_on,
    known_on: today,
    bills: receiver.subscription_id === null ? times : null,
  });
};

/** Ends a discount, today unless said. */
export const dropDiscount = async (ctx: Ctx, { id, on }: EndDiscount): Promise<Discount> => {
  const todayOf = async (accountId: Id) => dayIn(ctx.now, (await getAccount(ctx, { id: accountId })).zone);
  return endDiscount(ctx, { id, on, todayOf });
};
