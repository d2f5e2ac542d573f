import { expect, test } from 'vitest';
import { resumed, type Standing, suspended } from './lifecycle.ts';

const active: Standing = { state: 'active', suspended_for: [] };
const unpaid: Standing = { state: 'suspended', suspended_for: ['unpaid'] };
const both: Standing = { state: 'suspended', suspended_for: ['manual', 'unpaid'] };
const ended: Standing = { state: 'ended', suspended_for: [] };

test.each([
  ['active for unpaid', active, 'unpaid', { ok: true, value: unpaid }],
  ['unpaid, also by hand', unpaid, 'manual', { ok: true, value: both }],
  ['unpaid again', unpaid, 'unpaid', { ok: true, value: undefined }],
  ['ended', ended, 'manual', { ok: false, reason: 'ended' }],
] as const)('suspend: %s', (_, before, reason, after) => {
  expect(suspended(before, reason)).toEqual(after);
});

test.each([
  ['the only reason', unpaid, 'unpaid', active],
  ['one of two', both, 'manual', unpaid],
  ['a reason that does not hold', unpaid, 'manual', undefined],
] as const)('resume: %s', (_, before, reason, after) => {
  expect(resumed(before, reason)).toEqual(after);
});
