import type { Segment, Subscription } from './standing-words.ts';

export const segment = (from_on: string, plan_id: string, more: Partial<Segment> = {}): Segment => ({
  from_on,
  from_second: 0,
  known_on: from_on,
  plan_id,
  plan_version: 1,
  price_minor: 6000,
  quantity: 1,
  anchor_on: '2026-03-15',
  anchor_day: 15,
  own_price: false,
  price_change_id: null,
  bundle_plan_id: null,
  bundle_version: null,
  before_minor: null,
  ...more,
});

/** A running subscription to Home 60 since 15 March 2026. */
export const subscription = (more: Partial<Subscription> = {}): Subscription => ({
  account_id: 'a',
  id: 's',
  plan_id: 'home-60',
  parent_id: null,
  state: 'active',
  suspended_for: [],
  currency: 'EUR',
  price_override_minor: null,
  started_on: '2026-03-15',
  out_of_area: null,
  ended_on: null,
  end_fee_minor: null,
  end_fee_waived: null,
  anchor_on: '2026-03-15',
  anchor_day: 15,
  next_bill_on: '2026-05-15',
  settled_to: '2026-05-15',
  recurring_to: '2026-05-15',
  framed_ip: null,
  framed_ipv6_prefix: null,
  delegated_ipv6_prefix: null,
  transferred_to: null,
  transferred_from: null,
  transferred_at: null,
  created_at: '2026-03-15T10:00:00.000Z',
  segments: [segment('2026-03-15', 'home-60')],
  pauses: [],
  contracts: [],
  ...more,
});

export const planName = (id: string): string => id.replace('home-', 'Home ');
