import { day } from '@isp/values';
import { expect, test } from 'vitest';
import { pursue } from './debt.ts';

const POLICY = {
  steps: [
    { kind: 'suspend' as const, days: 14 },
    { kind: 'reminder' as const, days: 3 },
    { kind: 'reminder' as const, days: 7 },
  ],
  minimum_debt_minor: 500n,
};

test.each<readonly [string, string, string, readonly string[], bigint, string, readonly string[], readonly string[]]>([
  // what, due on, as of, taken before, owed → state, steps now, taken after
  ['on its due day', '2026-01-10', '2026-01-10', [], 1000n, 'clear', [], []],
  ['the day after', '2026-01-10', '2026-01-11', [], 1000n, 'overdue', [], []],
  ['the first step', '2026-01-10', '2026-01-13', [], 1000n, 'overdue', ['reminder:3'], ['reminder:3']],
  ['again', '2026-01-10', '2026-01-14', ['reminder:3'], 1000n, 'overdue', [], ['reminder:3']],
  [
    'days were missed: one reminder, then suspension',
    '2026-01-10',
    '2026-01-30',
    [],
    1000n,
    'suspended',
    ['reminder:7', 'suspend:14'],
    ['reminder:3', 'reminder:7', 'suspend:14'],
  ],
  ['below the minimum', '2026-01-10', '2026-01-30', ['reminder:3'], 499n, 'clear', [], []],
  [
    'the older debt is paid: what it reached does not count',
    '2026-01-20',
    '2026-01-25',
    ['reminder:3', 'reminder:7', 'suspend:14'],
    1000n,
    'overdue',
    [],
    ['reminder:3'],
  ],
  [
    'and is taken again when it comes again',
    '2026-01-20',
    '2026-02-03',
    ['reminder:3', 'reminder:7'],
    1000n,
    'suspended',
    ['suspend:14'],
    ['reminder:3', 'reminder:7', 'suspend:14'],
  ],
  [
    'a step the policy has no longer',
    '2026-01-10',
    '2026-01-13',
    ['suspend:2'],
    1000n,
    'overdue',
    ['reminder:3'],
    ['reminder:3'],
  ],
])('%s', (_, due, as_of, taken, overdue_minor, state, steps, after) => {
  const pursuit = pursue(POLICY, { oldest_due_on: day(due), overdue_minor, taken }, day(as_of));
  expect([pursuit.state, pursuit.due.map((step) => step.code), pursuit.taken]).toEqual([state, steps, after]);
});
