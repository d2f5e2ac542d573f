import { expect, test } from 'vitest';
import { madeText } from './bill-run-words.ts';

test.each([
  [0, 0, 'nothing'],
  [1, 0, '1 invoice'],
  [3, 1, '3 invoices and 1 credit note'],
  [0, 2, '2 credit notes'],
])('%i invoices and %i credit notes are "%s"', (invoices, credit_notes, text) => {
  expect(madeText({ invoices, credit_notes })).toBe(text);
});
