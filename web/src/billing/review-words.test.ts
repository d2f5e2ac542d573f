import { expect, test } from 'vitest';
import { changeText, classWords, compared, holdableOf, paceText } from './review-words.ts';

test.each([
  [412_330, 409_100, '+0.8%'],
  [100, 100, '0%'],
  [50, 100, '-50%'],
  [50, 0, '–'],
  [-50, -100, '+50%'],
])('from %i, %i before, is %s', (now, before, text) => {
  expect(changeText(now, before)).toBe(text);
});

test('classes come together by currency; who has no bill now is not counted as billed', () => {
  const sum = { currency: 'EUR', accounts: 2, before_accounts: 2, now_minor: 10, before_minor: 7 } as const;
  expect(
    compared([
      { ...sum, class: 'same' },
      { ...sum, class: 'new', before_accounts: 0 },
      { ...sum, class: 'gone', now_minor: 0 },
      { ...sum, class: 'same', currency: 'USD' },
    ]),
  ).toEqual([
    { currency: 'EUR', accounts: 4, before_accounts: 4, now_minor: 20, before_minor: 21 },
    { currency: 'USD', accounts: 2, before_accounts: 2, now_minor: 10, before_minor: 7 },
  ]);
});

test.each([
  [0, 0, 'It begins …'],
  [4000, 5000, '800 accounts a second, about 8 s left'],
  [10_000, 5000, '2,000 accounts a second, about 0 s left'],
])('%i done in %i ms: %s', (done, worked_ms, text) => {
  expect(paceText({ done, due: 10_000, worked_ms })).toBe(text);
});

test('a class is told by the policy, where there is one', () => {
  const policy = {
    legal_entity_id: 'e',
    legal_entity_name: 'E',
    currency: 'EUR',
    classes: [],
    change_percent: 20,
    minimum_minor: 100,
    outlier_times: 5,
    outlier_minor: null,
  };
  expect(classWords('up', policy)).toBe('more by more than 20 % and at least €1.00');
  expect(classWords('outlier', policy)).toBe('more than 5 times the list price of its plans');
  expect(classWords('outlier', { ...policy, outlier_times: null })).toBe('nobody looks for these');
  expect(classWords('down', undefined)).toBe('less by more than its legal entity lets pass');
  expect(holdableOf('gone')).toBeUndefined();
});
