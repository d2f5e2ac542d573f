import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { insertSegment, insertSubscription } from './store.ts';

/** From a day on, this price. */
export interface FirstPrice {
  readonly from_on: Day;
  readonly price_minor: bigint;
}

/** Where a part of a bundle stands in its price. */
export interface PartPlace {
  readonly bundle_plan_id: Id;
  readonly bundle_version: number;
  readonly before_minor: bigint;
}

export interface StartSubscription {
  readonly account_id: Id;
  readonly id: Id;
  readonly plan_id: Id;
  readonly plan_version: number;
  /** The prices of its phases; the first from the day it starts on. */
  readonly prices: readonly [FirstPrice & Partial<PartPlace>, ...(FirstPrice & Partial<PartPlace>)[]];
  /** Why its plan is sold outside its areas. */
  readonly out_of_area?: string | null;
  /** It costs no set-up fee: its bundle does. */
  readonly without_setup?: true;
  /** How many of it, from the start. */
  readonly quantity: number;
  /** The subscription that it is added to, or the bundle that it is a part of. */
  readonly parent_id: Id | null;
  readonly price_override_minor: bigint | null;
  /** The quote that it is ordered by. */
  readonly quote_id: Id | null;
  readonly currency: string;
  readonly state: 'pending' | 'active';
  readonly anchor_on: Day;
  readonly anchor_day: number;
  /** Today, in the account's zone. */
  readonly today: Day;
  /** Addresses of its own. */
  readonly framed_ip: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly delegated_ipv6_prefix: string | null;
}

/** Starts a subscription on a day; its segments hold the plan's version and price, and the first bill run from that day on looks at it. */
export const startSubscription = async (ctx: Ctx, input: StartSubscription): Promise<Subscription> => {
  const { account_id, id, plan_id, plan_version, prices, anchor_on, anchor_day, today } = input;
  const start_on = prices[0].from_on;
  const subscription = await insertSubscription(ctx.tx, {
    account_id,
    id,
    plan_id,
    parent_id: input.parent_id,
    state: input.state,
    currency: input.currency,
    price_override_minor: input.price_override_minor,
    quote_id: input.quote_id,
    started_on: start_on,
    anchor_on,
    anchor_day,
    next_bill_on: start_on,
    setup_fee_billed: input.without_setup ?? false,
    out_of_area: input.out_of_area ?? null,
    framed_ip: input.framed_ip,
    framed_ipv6_prefix: input.framed_ipv6_prefix,
    delegated_ipv6_prefix: input.delegated_ipv6_prefix,
    created_at: ctx.now,
  });
  for (const [at, price] of prices.entries())
    await insertSegment(ctx.tx, {
      account_id,
      subscription_id: id,
      ...price,
      quantity: input.quantity,
      own_price: input.price_override_minor !== null && at === prices.length - 1,
      known_on: today,
      plan_id,
      plan_version,
      anchor_on,
      anchor_day,
      created_at: ctx.now,
    });
  return subscription;
};
