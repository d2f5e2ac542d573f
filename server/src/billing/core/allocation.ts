import { type Day, type Id, lesser } from '@isp/values';

/** An invoice with something left to pay, all of one account and currency. */
export interface OpenInvoice {
  readonly invoice_id: Id;
  readonly due_on: Day;
  readonly open_minor: bigint;
}

/** An amount put to an invoice; a negative one takes it away again. */
export interface Allocation {
  readonly invoice_id: Id;
  readonly amount_minor: bigint;
}

/** Where an amount went; what is left of it is the account's credit. */
export interface Allocated {
  readonly allocations: readonly Allocation[];
  readonly left_minor: bigint;
}

const oldestFirst = (a: OpenInvoice, b: OpenInvoice): number => {
  if (a.due_on !== b.due_on) return a.due_on < b.due_on ? -1 : 1;
  return a.invoice_id < b.invoice_id ? -1 : a.invoice_id > b.invoice_id ? 1 : 0;
};

/** Puts an amount (a payment or an account's credit, not negative) to invoices in the order given, each up to what is open on it. */
const allocateInOrder = (amount_minor: bigint, invoices: readonly OpenInvoice[]): Allocated => {
  const allocations: Allocation[] = [];
  let left_minor = amount_minor;
  for (const { invoice_id, open_minor } of invoices) {
    const part = lesser(left_minor, open_minor);
    if (part <= 0n) continue;
    allocations.push({ invoice_id, amount_minor: part });
    left_minor -= part;
  }
  return { allocations, left_minor };
};

/** Puts an amount to the oldest debt first: by due day, then by id. */
export const allocateOldestFirst = (amount_minor: bigint, invoices: readonly OpenInvoice[]): Allocated =>
  allocateInOrder(amount_minor, [...invoices].sort(oldestFirst));

/** Puts an amount to the invoices named, in that order, and to no others. */
export const allocateToNamed = (
  amount_minor: bigint,
  invoices: readonly OpenInvoice[],
  named: readonly Id[],
): Allocated =>
  allocateInOrder(
    amount_minor,
    [...new Set(named)].flatMap((id) => invoices.filter((invoice) => invoice.invoice_id === id)),
  );

/** The allocations that undo others, as when a payment bounces. */
export const reverseAllocations = (allocations: readonly Allocation[]): Allocation[] =>
  allocations.map(({ invoice_id, amount_minor }) => ({ invoice_id, amount_minor: -amount_minor }));
