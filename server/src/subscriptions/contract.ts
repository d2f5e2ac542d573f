import { contract, currency, day, id, instant, line, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

export { GetPackRule } from './contract/packs.ts';

export const Segment = z.object({
  from_on: day,
  from_second: z.int(),
  known_on: day,
  plan_id: id,
  plan_version: z.int(),
  /** Of one of it. */
  price_minor: minor,
  quantity: z.int(),
  anchor_on: day,
  anchor_day: z.int(),
  /** Whether the price is the subscription's own, whatever its plan says. */
  own_price: z.boolean(),
  /** The price change that planned it. */
  price_change_id: id.nullable(),
  /** Of a part: the version of the bundle that it is sold in. */
  bundle_plan_id: id.nullable(),
  bundle_version: z.int().nullable(),
  /** What the parts before it cost in a period: its price is cut to the day together with theirs. */
  before_minor: minor.nullable(),
});

/** From a day on it is bound as a version of a plan says; the last that began holds. */
export const Contract = z.object({ from_on: day, plan_id: id, plan_version: z.int() });

const state = z.enum(['pending', 'active', 'paused', 'suspended', 'ended']);

export const Pause = z.object({ from_on: day, to_on: day.nullable(), hold_fee_minor: minor.nullable() });

export const Subscription = z.object({
  account_id: id,
  id,
  plan_id: id,
  /** The subscription that it was added to, or the bundle that it is a part of: it pauses, is suspended and ends with it. */
  parent_id: id.nullable(),
  state,
  suspended_for: z.array(z.enum(['unpaid', 'manual', 'pause'])),
  currency,
  price_override_minor: minor.nullable(),
  started_on: day.nullable(),
  /** Why its plan was sold outside its areas. */
  out_of_area: z.string().nullable(),
  /** The day it ended, or will. */
  ended_on: day.nullable(),
  /** What its end costs by its contract. */
  end_fee_minor: minor.nullable(),
  /** Why that is not charged. */
  end_fee_waived: z.string().nullable(),
  anchor_on: day.nullable(),
  anchor_day: z.int().nullable(),
  next_bill_on: day.nullable(),
  /** All that was to be charged before this day is billed. */
  settled_to: day.nullable(),
  recurring_to: day.nullable(),
  /** The quote that it was ordered by. */
  quote_id: id.nullable(),
  /** Its own addresses, whatever its plan says. */
  framed_ip: z.string().nullable(),
  framed_ipv6_prefix: z.string().nullable(),
  delegated_ipv6_prefix: z.string().nullable(),
  /** Of one that ends by going to another account: the subscription that goes on with what it had. */
  transferred_to: id.nullable(),
  /** Of one that began so: which one it goes on from, and since when; null while that is to come. */
  transferred_from: id.nullable(),
  transferred_at: instant.nullable(),
  created_at: instant,
});
export type Subscription = z.output<typeof Subscription>;

export const GetSubscription = contract({
  summary: 'One subscription with its plan’s history, its pauses and its contracts',
  input: z.strictObject({ id }),
  reply: z.object({
    ...Subscription.shape,
    segments: z.array(Segment),
    pauses: z.array(Pause),
    contracts: z.array(Contract),
  }),
});

export const ListSubscriptions = contract({
  summary: 'Subscriptions',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    plan_id: id.optional(),
    state: state.optional(),
  }),
  reply: pageOf(Subscription),
});
export type ListSubscriptions = z.output<typeof ListSubscriptions.input>;

/** More to use than the plan gives. */
export const TopUp = z.object({
  account_id: id,
  id,
  subscription_id: id,
  what: z.enum(['time', 'data']),
  /** Octets, or seconds connected. */
  amount: z.int(),
  reason: z.string(),
  granted_at: instant,
  /** Null: until the window ends that it was granted in. */
  ends_at: instant.nullable(),
});
export type TopUp = z.output<typeof TopUp>;

export const GrantTopUp = contract({
  summary: 'Give a subscription more to use; what it is held back by is lifted at once on its live session',
  status: 201,
  input: z.strictObject({
    id,
    what: z.enum(['time', 'data']),
    /** Octets, or seconds connected. */
    amount: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    reason: line(200),
    /** A moment at a quarter of an hour, at most 60 days ahead; left out, it ends with the window of each limit. */
    ends_at: instant.nullable().default(null),
  }),
  reply: TopUp,
});
export type GrantTopUp = z.output<typeof GrantTopUp.input>;

export const ListTopUps = contract({
  summary: 'What subscriptions were topped up with',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    subscription_id: id.optional(),
    what: z.enum(['time', 'data']).optional(),
    q: z.string().max(100).optional(),
  }),
  reply: pageOf(TopUp),
});
export type ListTopUps = z.output<typeof ListTopUps.input>;
