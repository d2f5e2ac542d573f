import { expect, test } from 'vitest';
import { endOf } from './end-input.ts';
import { type PauseValues, pauseOf, saysPause, untilProblem } from './pause-input.ts';

const TYPED: PauseValues = { from_on: '2026-05-20', to_on: null, hold_fee_minor: '', note: '' };
const PAUSE = { from_on: '2026-05-20', to_on: null, note: null };

test.each([
  [{}, PAUSE],
  [{ to_on: '2026-06-01' }, { ...PAUSE, to_on: '2026-06-01' }],
  [{ to_on: '' }, PAUSE],
  [{ hold_fee_minor: '0' }, { ...PAUSE, hold_fee_minor: 0 }],
  [
    { hold_fee_minor: '2.50', note: ' abroad ' },
    { ...PAUSE, hold_fee_minor: 250, note: 'abroad' },
  ],
])('a pause as it is typed is what the server takes (%#)', (typed, expected) => {
  expect(pauseOf({ ...TYPED, ...typed }, 'EUR')).toEqual(expected);
});

test.each([
  [{}, true],
  [{ from_on: null }, false],
  [{ to_on: '2026-05-21' }, true],
  [{ to_on: '2026-05-20' }, false],
  [{ hold_fee_minor: 'x' }, false],
])('a pause says what to do once its days fit (%#)', (typed, expected) => {
  const values = { ...TYPED, ...typed };
  expect(saysPause(values, 'EUR')).toBe(expected);
  if (values.to_on === '2026-05-20') expect(untilProblem(values)).toContain('later');
});

test.each([
  [{ when: 'today' as const, on: '2026-05-31' }, {}],
  [{ when: 'day' as const, on: '2026-05-31' }, { on: '2026-05-31' }],
  [{ when: 'keep' as const, on: null }, { on: null }],
  [
    { when: 'day' as const, on: '2026-05-31', waives: true, waive_fee: ' moved ' },
    { on: '2026-05-31', waive_fee: 'moved' },
  ],
  [{ when: 'today' as const, on: null, waives: false, waive_fee: 'moved' }, {}],
])('an end as it is typed is what the server takes (%#)', (typed, expected) => {
  expect(endOf({ waives: false, waive_fee: '', ...typed })).toEqual(expected);
});
