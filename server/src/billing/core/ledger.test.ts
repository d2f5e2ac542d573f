import { currency } from '@isp/values';
import { describe, expect, test } from 'vitest';
import {
  customerBalance,
  isBalanced,
  type PostedLine,
  type Posting,
  postAllocation,
  postCreditNote,
  postInvoice,
  postPayment,
  postRefund,
  postWriteOff,
  reversalOf,
} from './ledger.ts';

const EUR = currency('EUR');
const line = (kind: PostedLine['kind'], net_minor: bigint, tax_minor: bigint): PostedLine => ({
  kind,
  net_minor,
  tax_minor,
  gross_minor: net_minor + tax_minor,
  taxes: [{ code: 'vat', base_minor: net_minor, tax_minor }],
});
const LINES = [line('recurring', 3750n, 750n), line('usage', 5000n, 1000n), line('recurring', 250n, 50n)];
const inShort = (postings: readonly Posting[]) =>
  postings.map((each) => `${each.ledger_account}:${each.detail} ${each.amount_minor}`);

describe('postings', () => {
  test.each<[string, Posting[], string[]]>([
    [
      'invoice',
      postInvoice(LINES, EUR),
      ['receivable: 10800', 'revenue:recurring -4000', 'revenue:usage -5000', 'tax_payable:vat -1800'],
    ],
    [
      'credit note',
      postCreditNote([line('recurring', 2500n, 500n)], EUR),
      ['revenue:recurring 2500', 'tax_payable:vat 500', 'customer_credit: -3000'],
    ],
    ['payment', postPayment(10800n, EUR, 'bank'), ['cash:bank 10800', 'customer_credit: -10800']],
    ['allocation', postAllocation(10800n, EUR), ['customer_credit: 10800', 'receivable: -10800']],
    ['allocation taken away', postAllocation(-5n, EUR), ['customer_credit: -5', 'receivable: 5']],
    ['refund', postRefund(500n, EUR, 'stripe'), ['cash:stripe -500', 'customer_credit: 500']],
    ['write-off', postWriteOff(70n, EUR), ['write_off: 70', 'receivable: -70']],
    ['void', reversalOf(postInvoice([line('one_time', 100n, 0n)], EUR)), ['receivable: -100', 'revenue:one_time 100']],
    ['an invoice over nothing', postInvoice([line('recurring', 0n, 0n)], EUR), []],
  ])('%s', (_, postings, expected) => {
    expect(inShort(postings)).toEqual(expected);
    expect(isBalanced(postings)).toBe(true);
  });
  test('a transaction must balance in each currency', () => {
    const [debit] = postPayment(100n, EUR, 'bank');
    const [, credit] = postPayment(100n, currency('USD'), 'bank');
    expect(isBalanced([debit, credit].flatMap((each) => each ?? []))).toBe(false);
  });
  test('P01: 100 credited of a paid invoice, 50 of it used by the new part, 50 stays as credit', () => {
    const postings = [
      ...postInvoice([line('recurring', 20000n, 0n)], EUR),
      ...postPayment(20000n, EUR, 'bank'),
      ...postAllocation(20000n, EUR),
      ...postCreditNote([line('recurring', 10000n, 0n)], EUR),
      ...postInvoice([line('recurring', 5000n, 0n)], EUR),
      ...postAllocation(5000n, EUR),
    ];
    expect(isBalanced(postings)).toBe(true);
    expect(customerBalance(postings)).toBe(-5000n);
  });
});
