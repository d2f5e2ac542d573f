import { expect, test } from 'vitest';
import { creditableLines, creditInput, creditProblem, hasAmount } from './credit-form.ts';
import type { Invoice } from './line-words.ts';

const plain = { creditable_minor: 3000 };

test('a line of which nothing is left cannot be chosen', () => {
  const lines = [plain, { creditable_minor: 0 }];
  expect(creditableLines({ lines: lines as unknown as Invoice['lines'] })).toEqual([plain]);
});

test.each<[string, RegExp | null]>([
  ['', null],
  ['30.00', null],
  ['10,5', null],
  ['30.01', /at most .*30\.00/],
  ['0', /more than zero/],
  ['-1', /more than zero|write an amount/],
  ['ten', /write an amount of EUR/],
])('"%s" of a line of 30.00: %s', (text, problem) => {
  const said = creditProblem(text, plain, 'EUR');
  if (problem === null) expect(said).toBeNull();
  else expect(said).toMatch(problem);
});

test('the command names the lines that have an amount', () => {
  const values = { amounts: [{ amount: '' }, { amount: '10,00' }], reason: ' goodwill ', to_refund: false };
  expect(creditInput('i', [{ line_no: 1 }, { line_no: 3 }], values, 'EUR')).toEqual({
    id: 'i',
    reason: 'goodwill',
    lines: [{ line_no: 3, amount_minor: 1000 }],
    to_refund: false,
  });
  expect([hasAmount(values), hasAmount({ amounts: [{ amount: ' ' }] })]).toEqual([true, false]);
});
