import { expect, test } from 'vitest';
import type { Terms } from './plan-sentence.ts';
import {
  NO_ROLLOVER,
  type RolloverValues,
  rolloverOf,
  rolloverProblems,
  rolloverText,
  typedRollover,
} from './rollover-form.ts';

const FIRST = { periods: 3, most_bytes: null, most_percent: null, used: 'first' } as const;

test.each<[Terms['rollover'], string]>([
  [null, 'what is left of a period is lost'],
  [FIRST, 'what is left may be used for 3 periods more, before a period’s own'],
  [
    { ...FIRST, periods: 1, most_bytes: 50e9, used: 'last' },
    'what is left may be used for 1 period more, 50 GB at most, after a period’s own',
  ],
  [
    { ...FIRST, most_percent: 50 },
    'what is left may be used for 3 periods more, 50 % of a period’s own at most, before a period’s own',
  ],
])('%j is typed, read back and said', (rollover, text) => {
  expect(rolloverOf(typedRollover({ rollover }))).toEqual({ rollover });
  expect(rolloverText({ rollover })).toBe(text);
});

test.each<[Partial<RolloverValues>, string | null, string | null]>([
  [{}, null, null],
  [{ rollover_periods: 13 }, 'write 1 to 12 periods, or leave it empty', null],
  [{ rollover_periods: 1.5 }, 'write 1 to 12 periods, or leave it empty', null],
  [{ rollover_periods: 3, rollover_cap: 'bytes' }, null, 'write how much'],
  [{ rollover_periods: 3, rollover_cap: 'percent', rollover_most: 1201 }, null, 'write 1 to 1200 %'],
  [{ rollover_cap: 'percent' }, null, null],
])('what is wrong with %j', (change, periods, most) => {
  const values = { ...NO_ROLLOVER, ...change };
  expect(rolloverProblems.rollover_periods(values.rollover_periods)).toBe(periods);
  expect(rolloverProblems.rollover_most(values.rollover_most, values)).toBe(most);
});
