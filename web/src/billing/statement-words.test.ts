import { expect, test } from 'vitest';
import { agesOf, movementText, standingText } from './statement-words.ts';

test.each([
  ['invoice', 'INV-1', 'Invoice INV-1'],
  ['payment', null, 'Payment'],
  ['refund', 'CN-1', 'Paid out of credit note CN-1'],
  ['refund', null, 'Paid out'],
  ['refund-reversed', 'CN-1', 'Refund that came back'],
  ['write-off', 'INV-1', 'Written off: invoice INV-1'],
] as const)('%s %s', (kind, number, text) => expect(movementText({ kind, number })).toBe(text));

test.each([
  [3600, '€36.00 is to be paid.'],
  [0, 'Nothing is owed on either side.'],
  [-500, '€5.00 stands to your credit.'],
])('%d owed', (closing_minor, text) => expect(standingText({ closing_minor, currency: 'EUR' })).toBe(text));

test('ages in order', () => {
  const ageing = { not_due_minor: 1, to_30_minor: 2, to_60_minor: 3, to_90_minor: 4, over_90_minor: 5 };
  expect(agesOf({ ageing }).map(([, minor]) => minor)).toEqual([1, 2, 3, 4, 5]);
});
