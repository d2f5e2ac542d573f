import { addDays, type Day, day } from '@isp/values';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deferredAt, type EarnedLine, earnedByMonth } from './deferral.ts';

const line = (net: bigint, from: string, to: string, credits: EarnedLine['credits'] = []): EarnedLine => ({
  net_minor: net,
  period_from: day(from),
  period_to: day(to),
  credits,
});
const given = (net_minor: bigint, from: string | null, to: string | null) => ({
  net_minor,
  period_from: from === null ? null : day(from),
  period_to: to === null ? null : day(to),
});

test.each<[string, EarnedLine, string, bigint]>([
  ['the day before it begins: all of it', line(3000n, '2026-01-10', '2026-02-10'), '2026-01-09', 3000n],
  ['its first day is earned that day', line(3100n, '2026-01-10', '2026-02-10'), '2026-01-10', 3000n],
  ['its last day: nothing', line(3000n, '2026-01-10', '2026-02-10'), '2026-02-09', 0n],
  ['long after: nothing', line(3000n, '2026-01-10', '2026-02-10'), '2027-02-09', 0n],
  ['a year from mid-January, at its end', line(12000n, '2026-01-16', '2027-01-16'), '2026-01-31', 12000n - 526n],
  ['a month that ends with the month', line(3000n, '2026-01-01', '2026-02-01'), '2026-01-31', 0n],
  ['one cent over thirty days', line(1n, '2026-04-01', '2026-05-01'), '2026-04-14', 1n],
  ['and from its middle on earned', line(1n, '2026-04-01', '2026-05-01'), '2026-04-15', 0n],
  [
    'unused days given back',
    line(3000n, '2026-04-01', '2026-05-01', [given(2000n, '2026-04-11', '2026-05-01')]),
    '2026-04-05',
    500n,
  ],
  [
    '… nothing is left after them',
    line(3000n, '2026-04-01', '2026-05-01', [given(2000n, '2026-04-11', '2026-05-01')]),
    '2026-04-10',
    0n,
  ],
  [
    'days given back from the middle',
    line(3000n, '2026-04-01', '2026-05-01', [given(500n, '2026-04-11', '2026-04-16')]),
    '2026-04-12',
    1800n - 300n,
  ],
  [
    'by hand: of all days alike',
    line(3000n, '2026-04-01', '2026-05-01', [given(1500n, null, null)]),
    '2026-04-10',
    1000n,
  ],
  [
    'unused days, then the rest by hand: not below nothing',
    line(3000n, '2026-04-01', '2026-05-01', [given(2000n, '2026-04-11', '2026-05-01'), given(1000n, null, null)]),
    '2026-04-12',
    0n,
  ],
])('%s', (_, of, on, expected) => {
  expect(deferredAt(of, day(on))).toBe(expected);
});

test('by month, from the day after on', () => {
  const months = earnedByMonth(line(36500n, '2026-01-16', '2027-01-16'), day('2026-01-31'));
  expect([...months].slice(0, 2)).toEqual([
    ['2026-02', 2800n],
    ['2026-03', 3100n],
  ]);
  expect([...months.keys()]).toHaveLength(12);
  expect(months.get('2027-01')).toBe(1500n);
  expect([...earnedByMonth(line(3000n, '2026-01-01', '2026-02-01'), day('2026-01-31'))]).toEqual([]);
});

const START = day('2026-01-01');
const lines = fc
  .record({
    net: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    start: fc.nat(400),
    length: fc.integer({ min: 1, max: 400 }),
    credits: fc.array(fc.tuple(fc.nat(99), fc.nat(399), fc.nat(399)), { maxLength: 3 }),
  })
  .map(({ net, start, length, credits }): EarnedLine => {
    const period_from = addDays(START, start);
    const give = ([share, a, b]: [number, number, number]) => {
      const [from, to] = [Math.min(a, b) % length, (Math.max(a, b) % length) + 1];
      return {
        net_minor: (net * BigInt(share)) / 300n,
        period_from: from < to ? addDays(period_from, from) : null,
        period_to: from < to ? addDays(period_from, to) : null,
      };
    };
    return { net_minor: net, period_from, period_to: addDays(period_from, length), credits: credits.map(give) };
  });
const daysOf = ({ period_from, period_to }: EarnedLine): Day[] => {
  const days: Day[] = [];
  for (let each = period_from; each < period_to; each = addDays(each, 1)) days.push(each);
  return days;
};

test('the days of a line sum to its net, and none earns less than nothing', () => {
  fc.assert(
    fc.property(lines, (of) => {
      const plain = { ...of, credits: [] };
      const days = daysOf(plain);
      const earned = days.map((on) => deferredAt(plain, addDays(on, -1)) - deferredAt(plain, on));
      expect(earned.reduce((sum, one) => sum + one, 0n)).toBe(of.net_minor);
      expect(earned.every((one) => one >= 0n)).toBe(true);
    }),
  );
});

test('whatever was given back, nothing is deferred after the last day, never less than nothing, never more than the line, and the months sum to it', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: -5, max: 405 }), (of, n) => {
      const on = addDays(of.period_from, n);
      const deferred = deferredAt(of, on);
      expect(deferred >= 0n && deferred <= of.net_minor).toBe(true);
      if (addDays(on, 1) >= of.period_to) expect(deferred).toBe(0n);
      expect([...earnedByMonth(of, on).values()].reduce((sum, one) => sum + one, 0n)).toBe(deferred);
    }),
  );
});
