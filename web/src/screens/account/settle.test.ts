import { expect, test } from 'vitest';
import { settle } from './settle.ts';

const invoice = (number: string, due_on: string, open_minor: number) => ({
  id: number,
  number,
  due_on,
  open_minor,
  currency: 'EUR',
});
const open = [invoice('B', '2026-11-25', 2399), invoice('A', '2026-10-25', 1199)];
const paid = (amount: number) => {
  const { settled, credit_minor } = settle(open, amount);
  return [settled.map((s) => [s.invoice.number, s.paid_minor]), credit_minor];
};

test.each([
  [
    0,
    [
      [
        ['A', 0],
        ['B', 0],
      ],
      0,
    ],
  ],
  [
    500,
    [
      [
        ['A', 500],
        ['B', 0],
      ],
      0,
    ],
  ],
  [
    2000,
    [
      [
        ['A', 1199],
        ['B', 801],
      ],
      0,
    ],
  ],
  [
    3598,
    [
      [
        ['A', 1199],
        ['B', 2399],
      ],
      0,
    ],
  ],
  [
    4000,
    [
      [
        ['A', 1199],
        ['B', 2399],
      ],
      402,
    ],
  ],
])('%d settles the oldest due first', (amount, expected) => {
  expect(paid(amount)).toEqual(expected);
});
