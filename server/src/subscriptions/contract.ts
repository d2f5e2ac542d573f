import { contract, currency, day, id, instant, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

export const Segment = z.object({ from_on: day, plan_id: id, plan_version: z.int(), price_minor: minor });

export const Subscription = z.object({
  account_id: id,
  id,
  plan_id: id,
  state: z.enum(['pending', 'active', 'suspended', 'ended']),
  suspended_for: z.array(z.enum(['unpaid', 'manual'])),
  currency,
  price_override_minor: minor.nullable(),
  started_on: day.nullable(),
  ended_on: day.nullable(),
  anchor_on: day.nullable(),
  anchor_day: z.int().nullable(),
  next_bill_on: day.nullable(),
  /** Its own addresses, whatever its plan says. */
  framed_ip: z.string().nullable(),
  framed_ipv6_prefix: z.string().nullable(),
  delegated_ipv6_prefix: z.string().nullable(),
  created_at: instant,
});
export type Subscription = z.output<typeof Subscription>;

export const GetSubscription = contract({
  summary: 'One subscription with its plan’s history',
  input: z.strictObject({ id }),
  reply: z.object({ ...Subscription.shape, segments: z.array(Segment) }),
});

export const ListSubscriptions = contract({
  summary: 'Subscriptions',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    plan_id: id.optional(),
    state: z.enum(['pending', 'active', 'suspended', 'ended']).optional(),
  }),
  reply: pageOf(Subscription),
});
export type ListSubscriptions = z.output<typeof ListSubscriptions.input>;
