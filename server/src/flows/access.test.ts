import { day } from '@isp/values';
import { expect, test } from 'vitest';
import type { AccessInput } from '../views/access-inputs.ts';
import { deservedAccess } from './access.ts';

const active: AccessInput = {
  account_id: 'a',
  subscription_id: 's',
  state: 'active',
  suspended_for: [],
  plan_id: 'p',
  kind: 'internet',
  earlier: [],
  rate_down_kbps: 50_000,
  rate_up_kbps: 10_000,
  session_timeout_s: null,
  simultaneous: 1,
  framed_ip: '10.0.0.2',
  framed_ipv6_prefix: null,
  delegated_ipv6_prefix: '2001:db8:100::/56',
  ipv4_pool: 'home',
  ipv6_prefix_pool: 'links',
  ipv6_delegated_pool: null,
  zone: 'UTC',
  started_on: day('2026-01-01'),
  anchor_on: day('2026-01-01'),
  anchor_day: 1,
  cycle_unit: 'month',
  cycle_count: 1,
  currency: 'EUR',
  included_bytes: null,
  overage_unit_bytes: null,
  overage_unit_price_minor: null,
  limits: [],
  fair_use: [],
  hours: [],
  rollover: null,
};

test.each([
  ['active', {}, 'allow', 'active'],
  ['unpaid', { state: 'suspended', suspended_for: ['unpaid'] }, 'walled', 'suspended: unpaid invoices'],
  ['by hand', { state: 'suspended', suspended_for: ['manual'] }, 'walled', 'suspended by staff'],
  ['both', { state: 'suspended', suspended_for: ['unpaid', 'manual'] }, 'walled', 'suspended by staff'],
  ['not begun', { state: 'pending' }, 'deny', 'the subscription has not begun'],
  ['ended', { state: 'ended' }, 'deny', 'the subscription has ended'],
] as const)('a subscription that is %s', (_, change, mode, reason) => {
  expect(deservedAccess({ ...active, ...change })).toMatchObject({
    mode,
    reason,
    rate_down_kbps: 50_000,
  });
});

const POOLS = { ipv4_pool: 'home', ipv6_prefix_pool: 'links', ipv6_delegated_pool: null };
const NO_POOLS = { ipv4_pool: null, ipv6_prefix_pool: null, ipv6_delegated_pool: null };

test.each([
  ['active', '10.0.0.2', POOLS],
  ['suspended', '10.0.0.2', POOLS],
  ['pending', '10.0.0.2', NO_POOLS],
  ['ended', null, NO_POOLS],
] as const)('addresses of one that is %s', (state, framed_ip, pools) => {
  const delegated_ipv6_prefix = framed_ip === null ? null : '2001:db8:100::/56';
  expect(deservedAccess({ ...active, state })).toMatchObject({ framed_ip, delegated_ipv6_prefix, ...pools });
});

test('a plan that is no Internet access has none', () => {
  expect(deservedAccess({ ...active, kind: 'recurring' })).toBeUndefined();
});
