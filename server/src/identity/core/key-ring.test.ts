import { addMs, instant } from '@isp/values';
import { expect, test } from 'vitest';
import { expendable, isRotationDue, signingFirst } from './key-ring.ts';

const now = instant('2026-11-23T12:00:00.000Z');
const DAY = 86_400_000;
const ring = (...agesMs: number[]) => agesMs.map((age) => ({ kid: `${age}`, created_at: addMs(now, -age) }));

test.each([
  [[5_000], ['5000']],
  [
    [90_000, 5_000],
    ['90000', '5000'],
  ],
  [
    [90_000, 60_000],
    ['60000', '90000'],
  ],
  [
    [90_000, 61_000, 1],
    ['61000', '90000', '1'],
  ],
  [[], []],
])('of keys aged %j ms the order is %j', (ages, kids) => {
  expect(signingFirst(ring(...ages), now).map((k) => k.kid)).toEqual(kids);
});

test.each([
  [[], true],
  [[29 * DAY], false],
  [[90 * DAY, 30 * DAY], true],
  [[90 * DAY, 1], false],
])('keys aged %j: rotation due %j', (ages, due) => expect(isRotationDue(ring(...ages), now)).toBe(due));

test.each([
  [[60 * DAY], []],
  [[60 * DAY, 14 * DAY], []],
  [[60 * DAY, 15 * DAY + 60_000], [`${60 * DAY}`]],
  [
    [90 * DAY, 60 * DAY, 20 * DAY, 1],
    [`${90 * DAY}`, `${60 * DAY}`],
  ],
])('keys aged %j: %j can go', (ages, kids) => expect(expendable(ring(...ages), now)).toEqual(kids));
