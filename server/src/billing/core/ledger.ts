import type { Currency } from '@isp/values';
import type { LineKind } from './lines.ts';
import type { TaxedLine } from './tax.ts';

/**
 * The accounts. `receivable` is what customers owe on invoices; `customer_credit` what we owe them: payments and credits not yet put to an invoice.
 * `revenue` is kept by line kind, `deferred_revenue` (billed for days to come) likewise, `tax_payable` by tax, `cash` by where the money went (bank, gateway, till).
 */
export type LedgerAccount =
  | 'receivable'
  | 'customer_credit'
  | 'revenue'
  | 'deferred_revenue'
  | 'tax_payable'
  | 'cash'
  | 'write_off';

/** One side of a transaction: debits positive, credits negative. `detail` is the line kind, tax code or place of the money, else empty. */
export interface Posting {
  readonly ledger_account: LedgerAccount;
  readonly detail: string;
  readonly currency: Currency;
  readonly amount_minor: bigint;
}

/** A line as the ledger sees it. */
export interface PostedLine extends TaxedLine {
  readonly kind: LineKind;
}

/** Sums by a key, of which there are a few: kinds of lines, taxes, currencies. */
interface Sum {
  readonly key: string;
  amount: bigint;
}

const add = (sums: Sum[], key: string, amount: bigint): void => {
  const found = sums.find((sum) => sum.key === key);
  if (found === undefined) sums.push({ key, amount });
  else found.amount += amount;
};

const posting = (ledger_account: LedgerAccount, detail: string, currency: Currency, amount_minor: bigint): Posting => ({
  ledger_account,
  detail,
  currency,
  amount_minor,
});

const earned = (lines: readonly PostedLine[], currency: Currency, sign: bigint): Posting[] => {
  const [revenue, taxes]: [Sum[], Sum[]] = [[], []];
  for (const line of lines) {
    add(revenue, line.kind, line.net_minor);
    for (const tax of line.taxes) add(taxes, tax.code, tax.tax_minor);
  }
  return [
    ...revenue.map(({ key, amount }) => posting('revenue', key, currency, -sign * amount)),
    ...taxes.map(({ key, amount }) => posting('tax_payable', key, currency, -sign * amount)),
  ];
};

const grossOf = (lines: readonly PostedLine[]): bigint => lines.reduce((sum, line) => sum + line.gross_minor, 0n);
const nonZero = (postings: readonly Posting[]): Posting[] => postings.filter((each) => each.amount_minor !== 0n);
const move = (from: Posting, to: Posting): Posting[] => nonZero([to, from]);

/** An invoice issued: debit receivable gross, credit revenue net by kind, credit tax payable by tax. */
export const postInvoice = (lines: readonly PostedLine[], currency: Currency): Posting[] =>
  nonZero([posting('receivable', '', currency, grossOf(lines)), ...earned(lines, currency, 1n)]);

/** A credit note issued (amounts positive): debit revenue and tax payable, credit the customer. Putting it to an invoice is `postAllocation`. */
export const postCreditNote = (lines: readonly PostedLine[], currency: Currency): Posting[] =>
  nonZero([...earned(lines, currency, -1n), posting('customer_credit', '', currency, -grossOf(lines))]);

/** A payment received: debit cash, credit the customer. Putting it to an invoice is `postAllocation`. */
export const postPayment = (amount_minor: bigint, currency: Currency, into: string): Posting[] =>
  move(posting('customer_credit', '', currency, -amount_minor), posting('cash', into, currency, amount_minor));

/** A refund paid out: debit the customer, credit cash. */
export const postRefund = (amount_minor: bigint, currency: Currency, out_of: string): Posting[] =>
  reversalOf(postPayment(amount_minor, currency, out_of));

/** A payment or credit put to an invoice: debit the customer, credit receivable. A negative amount takes it away again. */
export const postAllocation = (amount_minor: bigint, currency: Currency): Posting[] =>
  move(posting('receivable', '', currency, -amount_minor), posting('customer_credit', '', currency, amount_minor));

/** What is not earned yet of a kind, more than before: debit revenue, credit deferred revenue. Less than before is a negative amount. */
export const postDeferral = (amount_minor: bigint, currency: Currency, kind: string): Posting[] =>
  move(posting('deferred_revenue', kind, currency, -amount_minor), posting('revenue', kind, currency, amount_minor));

/** A debt given up: debit write-off, credit receivable. */
export const postWriteOff = (amount_minor: bigint, currency: Currency): Posting[] =>
  move(posting('receivable', '', currency, -amount_minor), posting('write_off', '', currency, amount_minor));

/** The transaction that undoes another, as when an invoice is void: every posting with the other sign. */
export const reversalOf = (postings: readonly Posting[]): Posting[] =>
  postings.map((each) => ({ ...each, amount_minor: -each.amount_minor }));

/** True when a transaction sums to zero in every currency (invariant 2). */
export const isBalanced = (postings: readonly Posting[]): boolean => {
  const sums: Sum[] = [];
  for (const each of postings) add(sums, each.currency, each.amount_minor);
  return sums.every(({ amount }) => amount === 0n);
};

/** What a customer owes (negative: is owed) by the postings of their account: receivable and customer credit together. */
export const customerBalance = (postings: readonly Posting[]): bigint =>
  postings.reduce(
    (sum, each) =>
      each.ledger_account === 'receivable' || each.ledger_account === 'customer_credit' ? sum + each.amount_minor : sum,
    0n,
  );
