import { expect, test } from 'vitest';
import { concerns } from './concerns.ts';

test.each([
  [{ account_id: 'a' }, true],
  [{ account_id: 'b' }, false],
  [{ started: 1, changes: [{ account_id: 'a' }] }, true],
  [{ started: 1, changes: [{ account_id: 'b' }] }, false],
  [{ started: 9, changes: [{ account_id: 'b' }] }, true],
  [{ bill_run_id: 'r', issued: 3 }, true],
  [null, true],
])('%j concerns the account: %s', (news, expected) => {
  expect(concerns(news, 'a')).toBe(expected);
});
