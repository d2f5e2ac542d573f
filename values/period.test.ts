import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day, dayFrom, dayOfMonth, daysInMonth, monthOf, yearOf } from './day.ts';
import {
  type Anchor,
  anchorFromAnniversary,
  anchorFromBillingDay,
  boundaryAt,
  boundaryOnOrAfter,
  type Cycle,
  nextBoundary,
  periodAt,
  periodContaining,
  periodDays,
  periodHolds,
  periodIndex,
} from './period.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261123', 10);
const MONTH: Cycle = { unit: 'month', count: 1 };
const span = (from: string, to: string) => ({ from, to });

describe('worked cases', () => {
  test('K01: billing day 31 from 2012-03-02', () => {
    const anchor = anchorFromBillingDay(31, day('2012-03-02'));
    expect([0, 1, 2, 3].map((k) => periodAt(anchor, MONTH, k))).toEqual([
      span('2012-02-29', '2012-03-31'),
      span('2012-03-31', '2012-04-30'),
      span('2012-04-30', '2012-05-31'),
      span('2012-05-31', '2012-06-30'),
    ]);
  });
  test.each([
    ['2012-02-16', 30, '2012-02-29'],
    ['2012-03-04', 3, '2012-04-03'],
    ['2012-03-03', 3, '2012-03-03'],
  ])('K45: from %s, billing day %d, first billed %s', (start, n, first) => {
    expect(boundaryOnOrAfter(anchorFromBillingDay(n, day(start)), MONTH, day(start))).toBe(first);
  });
  test('D01: billing day 31 from 2011-02-14 lies in 01-31→02-28', () => {
    const anchor = anchorFromBillingDay(31, day('2011-02-14'));
    expect(periodContaining(anchor, MONTH, day('2011-02-14'))).toEqual(span('2011-01-31', '2011-02-28'));
  });
  test('L01: a quarter anchored on 01-15 that holds 2024-05-20', () => {
    const anchor = { anchor_on: day('2024-01-15'), anchor_day: 15 };
    const quarter = periodContaining(anchor, { unit: 'month', count: 3 }, day('2024-05-20'));
    expect(quarter).toEqual(span('2024-04-15', '2024-07-15'));
    expect(periodDays(quarter)).toBe(91);
  });
  test('L27: anchor 2024-01-31', () => {
    const anchor = anchorFromAnniversary(day('2024-01-31'));
    expect([0, 1, 2].map((k) => periodAt(anchor, MONTH, k))).toEqual([
      span('2024-01-31', '2024-02-29'),
      span('2024-02-29', '2024-03-31'),
      span('2024-03-31', '2024-04-30'),
    ]);
  });
});

describe('cycles', () => {
  const anchor: Anchor = anchorFromAnniversary(day('2024-02-29'));
  test.each<[Cycle, number, string, string]>([
    [{ unit: 'year', count: 1 }, 1, '2025-02-28', '2026-02-28'],
    [{ unit: 'year', count: 1 }, 3, '2027-02-28', '2028-02-29'],
    [{ unit: 'month', count: 6 }, -1, '2023-08-29', '2024-02-29'],
    [{ unit: 'week', count: 2 }, 1, '2024-03-14', '2024-03-28'],
    [{ unit: 'day', count: 30 }, -1, '2024-01-30', '2024-02-29'],
  ])('%j period %d', (cycle, k, from, to) => expect(periodAt(anchor, cycle, k)).toEqual(span(from, to)));
  test('the boundary itself belongs to the period it begins', () => {
    expect(periodIndex(anchor, MONTH, day('2024-03-29'))).toBe(1);
    expect(periodIndex(anchor, MONTH, day('2024-03-28'))).toBe(0);
    expect(nextBoundary(anchor, MONTH, day('2024-03-29'))).toBe('2024-04-29');
  });
});

describe('properties', () => {
  test('5: for each anchor 1–31 over 40 years months tile time, 28–31 days long, without drift', () => {
    for (let n = 1; n <= 31; n++) {
      const anchor = anchorFromBillingDay(n, day('2000-01-31'));
      for (let k = 0; k < 480; k++) {
        const period = periodAt(anchor, MONTH, k);
        expect(period.to).toBe(boundaryAt(anchor, MONTH, k + 1));
        const days = periodDays(period);
        if (days < 28 || days > 31) expect.fail(`${n} ${period.from} is ${days} days`);
        const last = daysInMonth(yearOf(period.from), monthOf(period.from));
        expect(dayOfMonth(period.from)).toBe(Math.min(n, last));
      }
    }
  });
  test('every day lies in exactly the period its index names, for every cycle', () => {
    const cycles = fc.record<Cycle>({
      unit: fc.constantFrom('day', 'week', 'month', 'year'),
      count: fc.integer({ min: 1, max: 14 }),
    });
    const days = fc.integer({ min: -8000, max: 20000 }).map((n) => addDays(day('2000-01-01'), n));
    const property = fc.property(days, days, cycles, fc.integer({ min: 1, max: 31 }), (on, asked, cycle, n) => {
      const anchor: Anchor = { anchor_on: dayFrom(yearOf(on), monthOf(on), n), anchor_day: n };
      const k = periodIndex(anchor, cycle, asked);
      expect(periodHolds(periodAt(anchor, cycle, k), asked)).toBe(true);
      expect(periodAt(anchor, cycle, k).to).toBe(periodAt(anchor, cycle, k + 1).from);
      expect(boundaryAt(anchor, cycle, 0)).toBe(anchor.anchor_on);
    });
    fc.assert(property, { seed, numRuns: 3000 });
  });
});
