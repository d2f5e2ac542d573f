import { day } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { type Debt, type DunningPolicy, dunningOn } from './dunning.ts';

const POLICY: DunningPolicy = {
  grace_days: 2,
  minimum_debt_minor: 500n,
  steps: [
    { code: 'first', days_after_due: 1, action: 'reminder' },
    { code: 'second', days_after_due: 7, action: 'reminder' },
    { code: 'fee', days_after_due: 7, action: 'late_fee' },
    { code: 'cut', days_after_due: 14, action: 'suspend' },
    { code: 'end', days_after_due: 60, action: 'terminate' },
  ],
};
const debt = (taken: string[] = [], more: Partial<Debt> = {}): Debt => ({
  oldest_due_on: day('2024-03-01'),
  overdue_minor: 5000n,
  taken,
  ...more,
});
const inShort = (owed: Debt, as_of: string) => {
  const { state, due, skipped } = dunningOn(POLICY, owed, day(as_of));
  return [state, due.map((step) => step.code).join(' '), skipped.map((step) => step.code).join(' ')];
};

describe('dunningOn', () => {
  test.each<[string, Debt, string, string[]]>([
    ['on the due day all is well', debt(), '2024-03-01', ['clear', '', '']],
    ['within the grace', debt(), '2024-03-03', ['overdue', '', '']],
    ['the first reminder', debt(), '2024-03-04', ['overdue', 'first', '']],
    ['once', debt(['first']), '2024-03-05', ['overdue', '', '']],
    ['two steps on a day', debt(['first']), '2024-03-10', ['overdue', 'second fee', '']],
    ['suspension', debt(['first', 'second', 'fee']), '2024-03-17', ['suspended', 'cut', '']],
    [
      'the state stays, the step does not come again',
      debt(['first', 'second', 'fee', 'cut']),
      '2024-03-20',
      ['suspended', '', ''],
    ],
    ['termination', debt(['first', 'second', 'fee', 'cut']), '2024-05-03', ['terminated', 'end', '']],
    [
      'after days without a run only the last reminder goes out',
      debt(),
      '2024-03-17',
      ['suspended', 'second fee cut', 'first'],
    ],
    ['a small debt is left alone', debt([], { overdue_minor: 499n }), '2024-05-03', ['clear', '', '']],
    [
      'paid',
      debt(['first', 'second', 'fee', 'cut'], { oldest_due_on: null, overdue_minor: 0n }),
      '2024-05-03',
      ['clear', '', ''],
    ],
    [
      'paid in part, a younger debt is left',
      debt(['first', 'second', 'fee', 'cut'], { oldest_due_on: day('2024-04-01') }),
      '2024-04-05',
      ['overdue', '', ''],
    ],
  ])('%s', (_, owed, as_of, expected) => expect(inShort(owed, as_of)).toEqual(expected));
  test('a step says the day it fell due', () => {
    expect(dunningOn(POLICY, debt(), day('2024-03-20')).due.map((step) => step.due_on)).toEqual([
      '2024-03-10',
      '2024-03-10',
      '2024-03-17',
    ]);
  });
});
