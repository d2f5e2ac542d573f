import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { insertSegment, insertSubscription } from './store.ts';

export interface StartSubscription {
  readonly account_id: Id;
  readonly id: Id;
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly price_minor: bigint;
  readonly price_override_minor: bigint | null;
  readonly currency: string;
  readonly state: 'pending' | 'active';
  readonly start_on: Day;
  readonly anchor_on: Day;
  readonly anchor_day: number;
  /** Addresses of its own. */
  readonly framed_ip: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly delegated_ipv6_prefix: string | null;
}

/** Starts a subscription on a day; its first segment holds the plan's version and price, and the first bill run from that day on looks at it. */
export const startSubscription = async (ctx: Ctx, input: StartSubscription): Promise<Subscription> => {
  const { account_id, id, plan_id, start_on } = input;
  const subscription = await insertSubscription(ctx.tx, {
    account_id,
    id,
    plan_id,
    state: input.state,
    currency: input.currency,
    price_override_minor: input.price_override_minor,
    started_on: start_on,
    anchor_on: input.anchor_on,
    anchor_day: input.anchor_day,
    next_bill_on: start_on,
    framed_ip: input.framed_ip,
    framed_ipv6_prefix: input.framed_ipv6_prefix,
    delegated_ipv6_prefix: input.delegated_ipv6_prefix,
    created_at: ctx.now,
  });
  const { plan_version, price_minor } = input;
  await insertSegment(ctx.tx, {
    account_id,
    subscription_id: id,
    from_on: start_on,
    plan_id,
    plan_version,
    price_minor,
    created_at: ctx.now,
  });
  return subscription;
};
