import { expect, test } from 'vitest';
import { writeOffProblem } from './write-off-words.ts';

test.each([
  ['36.00', null],
  ['0.00', 'write off more than zero'],
  ['36.01', 'at most €36.00 is open'],
  ['', 'write an amount of EUR such as 19.99'],
])('%s of 36.00', (text, problem) => expect(writeOffProblem(text, 3600, 'EUR')).toBe(problem));
