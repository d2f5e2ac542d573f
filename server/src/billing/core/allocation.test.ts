import { day } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { allocateOldestFirst, allocateToNamed, type OpenInvoice, reverseAllocations } from './allocation.ts';

const open = (invoice_id: string, due_on: string, open_minor: bigint): OpenInvoice => ({
  invoice_id,
  due_on: day(due_on),
  open_minor,
});
const OPEN = [open('c', '2024-03-01', 300n), open('b', '2024-01-01', 100n), open('a', '2024-01-01', 200n)];

describe('allocateOldestFirst', () => {
  test.each([
    ['to the oldest, then by id', 250n, { a: 200n, b: 50n }, 0n],
    ['over all, the rest is credit', 1000n, { a: 200n, b: 100n, c: 300n }, 400n],
    ['nothing', 0n, {}, 0n],
  ])('%s', (_, amount, parts, left) => {
    const allocated = allocateOldestFirst(amount, OPEN);
    expect(Object.fromEntries(allocated.allocations.map((each) => [each.invoice_id, each.amount_minor]))).toEqual(
      parts,
    );
    expect(allocated.left_minor).toBe(left);
  });
  test.each([
    ['K05: a credit of 233.82 pays 224.96', 23382n, 22496n, 886n],
    ['K08: a credit of 483.83 pays 8.02', 48383n, 802n, 47581n],
    ['P01: a credit of 100 pays 50', 10000n, 5000n, 5000n],
  ])('%s', (_, credit, invoice, left) => {
    expect(allocateOldestFirst(credit, [open('new', '2024-01-01', invoice)]).left_minor).toBe(left);
  });
  test('K09: 15.49 more of the credit is used', () => {
    const { left_minor } = allocateOldestFirst(47581n + 770n, [open('new', '2012-05-08', 2319n)]);
    expect(47581n - left_minor).toBe(1549n);
  });
});

describe('allocateToNamed', () => {
  test('pays those named, in that order, once each, and no others', () => {
    expect(allocateToNamed(450n, OPEN, ['c', 'b', 'c', 'x'])).toEqual({
      allocations: [
        { invoice_id: 'c', amount_minor: 300n },
        { invoice_id: 'b', amount_minor: 100n },
      ],
      left_minor: 50n,
    });
  });
});

test('reversed, an allocation undoes itself', () => {
  const { allocations } = allocateOldestFirst(250n, OPEN);
  const sum = [...allocations, ...reverseAllocations(allocations)].reduce(
    (total, each) => total + each.amount_minor,
    0n,
  );
  expect(sum).toBe(0n);
});
