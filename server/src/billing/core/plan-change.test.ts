import { type Cycle, day, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { MONTHLY, segment, short, stream, YEARLY } from './billing.fixture.ts';
import { dueCharges, NEVER_BILLED } from './charges.ts';
import { changeDirection } from './plan-change.ts';

const priced = (price: string, cycle: Cycle, quantity = '1') => ({
  unit_price: decimal(price),
  quantity: decimal(quantity),
  cycle,
});

describe('changeDirection', () => {
  test.each([
    ['monthly up', priced('10', MONTHLY), priced('15.50', MONTHLY), 'upgrade'],
    ['monthly down', priced('15.50', MONTHLY), priced('10', MONTHLY), 'downgrade'],
    ['twelve months are a year', priced('10.00', MONTHLY), priced('120', YEARLY), 'same'],
    ['a cheaper year', priced('249.95', MONTHLY), priced('2399.95', YEARLY), 'downgrade'],
    ['four weeks are less than a month', priced('28', { unit: 'week', count: 4 }), priced('28', MONTHLY), 'downgrade'],
    ['a day for 1 against a month for 30', priced('1', { unit: 'day', count: 1 }), priced('30', MONTHLY), 'downgrade'],
    ['more of the same', priced('10', MONTHLY), priced('10', MONTHLY, '2'), 'upgrade'],
  ])('%s', (_, from, to, direction) => expect(changeDirection(from, to)).toBe(direction));
});

test('a new catalogue version does not touch a year that has begun', () => {
  const old = segment('2024-03-01', '2399.95', { cycle: YEARLY });
  const renewed = segment('2025-03-01', '2599.95', { cycle: YEARLY, anchor: old.anchor, known_on: '2024-09-01' });
  const { lines, credits } = dueCharges(stream([old, renewed]), NEVER_BILLED, day('2025-03-01'));
  expect(credits).toEqual([]);
  expect(lines.map(short)).toEqual(['2024-03-01→2025-03-01 365/365 239995', '2025-03-01→2026-03-01 365/365 259995']);
});
