import { expect, test } from 'vitest';
import { refundProblem } from './refund-words.ts';

test.each([
  ['12.00', null],
  ['12,00', null],
  ['0', 'a refund is more than zero'],
  ['12.01', 'at most €12.00 is left'],
  ['twelve', 'write an amount of EUR such as 19.99'],
])('%s of 12.00', (text, problem) => expect(refundProblem(text, 1200, 'EUR')).toBe(problem));
