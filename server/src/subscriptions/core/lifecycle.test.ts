import { day } from '@isp/values';
import { expect, test } from 'vitest';
import { hasEndedBy, isPausedOn, overlapping, resumed, type Standing, suspended } from './lifecycle.ts';

const active: Standing = { state: 'active', suspended_for: [] };
const unpaid: Standing = { state: 'suspended', suspended_for: ['unpaid'] };
const both: Standing = { state: 'suspended', suspended_for: ['manual', 'unpaid'] };
const paused: Standing = { state: 'paused', suspended_for: ['pause'] };
const pausedUnpaid: Standing = { state: 'suspended', suspended_for: ['pause', 'unpaid'] };
const ended: Standing = { state: 'ended', suspended_for: [] };

test.each([
  ['active for unpaid', active, 'unpaid', { ok: true, value: unpaid }],
  ['unpaid, also by hand', unpaid, 'manual', { ok: true, value: both }],
  ['unpaid again', unpaid, 'unpaid', { ok: true, value: undefined }],
  ['active for a pause', active, 'pause', { ok: true, value: paused }],
  ['paused, also unpaid', paused, 'unpaid', { ok: true, value: pausedUnpaid }],
  ['ended', ended, 'manual', { ok: false, reason: 'ended' }],
] as const)('suspend: %s', (_, before, reason, after) => {
  expect(suspended(before, reason)).toEqual(after);
});

test.each([
  ['the only reason', unpaid, 'unpaid', active],
  ['one of two', both, 'manual', unpaid],
  ['the debt of a paused one', pausedUnpaid, 'unpaid', paused],
  ['the pause of an unpaid one', pausedUnpaid, 'pause', unpaid],
  ['a reason that does not hold', unpaid, 'manual', undefined],
] as const)('resume: %s', (_, before, reason, after) => {
  expect(resumed(before, reason)).toEqual(after);
});

const days = (from: string, to: string | null) => ({ from_on: day(from), to_on: to === null ? null : day(to) });

test.each([
  ['the day before', '2026-03-09', false],
  ['its first day', '2026-03-10', true],
  ['its last day', '2026-03-19', true],
  ['the day it resumes', '2026-03-20', false],
])('paused on %s', (_, on, holds) => {
  expect(isPausedOn([days('2026-01-01', '2026-01-05'), days('2026-03-10', '2026-03-20')], day(on))).toBe(holds);
});

test.each([
  ['after one', '2026-03-20', null, false],
  ['before one', '2026-03-01', '2026-03-10', false],
  ['into one', '2026-03-01', '2026-03-11', true],
  ['without end over one', '2026-01-01', null, true],
])('a pause %s overlaps: %s', (_, from, to, overlaps) => {
  expect(overlapping([days('2026-03-10', '2026-03-20')], days(from, to)) !== undefined).toBe(overlaps);
});

test('an end holds with its day, or, when that is still served, with the next', () => {
  expect(hasEndedBy(day('2026-03-10'), 'not-served', day('2026-03-10'))).toBe(true);
  expect(hasEndedBy(day('2026-03-10'), 'served', day('2026-03-10'))).toBe(false);
  expect(hasEndedBy(day('2026-03-10'), 'served', day('2026-03-11'))).toBe(true);
});
