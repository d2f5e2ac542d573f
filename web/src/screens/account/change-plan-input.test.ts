import { expect, test } from 'vitest';
import { type ChangeValues, changeOf, saysChange } from './change-plan-input.ts';

const EMPTY: ChangeValues = {
  plan_id: 'p',
  terms: 'kept',
  when: 'rules',
  on: null,
  price_override_minor: '',
  contract: 'kept',
  anchor_day: '',
  periods: 'kept',
};

test.each([
  [{}, {}],
  [{ terms: 'newest' }, { terms: 'newest' }],
  [{ when: 'now' }, { when: 'now' }],
  [{ when: 'period-end', on: '2026-06-01' }, { when: 'period-end' }],
  [{ when: 'day', on: '2026-06-01' }, { on: '2026-06-01' }],
  [{ price_override_minor: '9,95' }, { price_override_minor: 995 }],
  [{ contract: 'renewed' }, { contract: 'renewed' }],
  [{ periods: 'anew' }, { periods: 'anew' }],
  [{ periods: 'anew', anchor_day: 31 }, { anchor_day: 31 }],
] as const)('a change as it is typed is what the server takes (%#)', (typed, expected) => {
  expect(changeOf({ ...EMPTY, ...typed }, 'EUR')).toEqual({ plan_id: 'p', ...expected });
});

test.each([
  [{}, true],
  [{ plan_id: '' }, false],
  [{ when: 'day' }, false],
  [{ when: 'day', on: '2026-06-01' }, true],
  [{ price_override_minor: 'x' }, false],
] as const)('a change says what to do once all is typed (%#)', (typed, expected) => {
  expect(saysChange({ ...EMPTY, ...typed }, 'EUR')).toBe(expected);
});
