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
  rate_down_kbps: 50_000,
  rate_up_kbps: 10_000,
  session_timeout_s: null,
  simultaneous: 1,
  framed_ip: '10.0.0.2',
  zone: 'UTC',
  started_on: day('2026-01-01'),
  anchor_on: day('2026-01-01'),
  anchor_day: 1,
  cycle_unit: 'month',
  cycle_count: 1,
  limits: [],
  fair_use: [],
  hours: [],
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
    framed_ip: '10.0.0.2',
  });
});

test('a plan that is no Internet access has none', () => {
  expect(deservedAccess({ ...active, kind: 'recurring' })).toBeUndefined();
});
