import { expect, test } from 'vitest';
import { type ChangeValues, changeOf, saysChange, saysNothing } from './change-plan-input.ts';

const EMPTY: ChangeValues = {
  plan_id: 'p',
  terms: 'kept',
  when: 'rules',
  on: null,
  price_override_minor: '',
  quantity: '',
  contract: 'kept',
  out_of_area: '',
  anchor_day: '',
  periods: 'kept',
};

test.each([
  [{}, {}],
  [{ terms: 'newest' }, { terms: 'newest' }],
  [{ when: 'now' }, { when: 'now' }],
  [{ out_of_area: ' in sight ' }, { out_of_area: 'in sight' }],
  [{ when: 'period-end', on: '2026-06-01' }, { when: 'period-end' }],
  [{ when: 'day', on: '2026-06-01' }, { on: '2026-06-01' }],
  [{ price_override_minor: '9,95' }, { price_override_minor: 995 }],
  [{ quantity: 3 }, { quantity: 3 }],
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

test.each([
  [{}, true],
  [{ when: 'now' }, true],
  [{ quantity: 3 }, false],
  [{ terms: 'newest' }, false],
  [{ periods: 'anew' }, false],
  [{ anchor_day: 5 }, false],
  [{ price_override_minor: '1' }, false],
] as const)('a change to the plan it has says something else (%#)', (typed, expected) => {
  expect(saysNothing({ ...EMPTY, ...typed })).toBe(expected);
});
