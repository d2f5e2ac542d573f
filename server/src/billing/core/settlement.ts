import { type Currency, type Id, ok, type Result, refused } from '@isp/values';
import { allocateOldestFirst, allocateToNamed, type OpenInvoice } from './allocation.ts';
import { ledgerName } from './document-rows.ts';
import { postAllocation } from './ledger.ts';

/** Money with something of it not yet put to an invoice. */
export interface Credit {
  readonly account_id: Id;
  readonly payment_id: Id;
  readonly currency: string;
  readonly unallocated_minor: bigint;
}

/** So much of a payment for an invoice. */
export interface Settlement {
  readonly account_id: Id;
  readonly payment_id: Id;
  readonly invoice_id: Id;
  readonly amount_minor: bigint;
}

/** An invoice as settling sees it. */
export interface SettledInvoice extends OpenInvoice {
  readonly account_id: Id;
  readonly legal_entity_id: Id;
  readonly currency: string;
  readonly gross_minor: bigint;
}

/** Spreads one account's payments over its open invoices: those named, in that order, or the oldest debt first; the payments in the order given. */
export const spreadCredit = (
  credits: readonly Credit[],
  invoices: readonly (OpenInvoice & { readonly account_id: Id; readonly currency: string })[],
  named?: readonly Id[],
): Settlement[] => {
  const settlements: Settlement[] = [];
  const open = new Map(invoices.map((invoice) => [invoice.invoice_id, invoice.open_minor]));
  for (const { account_id, payment_id, currency, unallocated_minor } of credits) {
    const mine = invoices.filter((invoice) => invoice.account_id === account_id && invoice.currency === currency);
    const left = mine.map((invoice) => ({ ...invoice, open_minor: open.get(invoice.invoice_id) ?? 0n }));
    const { allocations } = named === undefined ? allocateOldestFirst(unallocated_minor, left) : allocateToNamed(unallocated_minor, left, named);
    for (const { invoice_id, amount_minor } of allocations) {
      open.set(invoice_id, (open.get(invoice_id) ?? 0n) - amount_minor);
      settlements.push({ account_id, payment_id, invoice_id, amount_minor });
    }
  }
  return settlements;
};

/** Why settlements cannot be: an invoice that is not among them, or more than is open on it (taken back: than was paid). */
export interface Unsettled {
  readonly invoice_id: Id;
  readonly open_minor: bigint | null;
}

/** What is open on the invoices after settlements (negative ones take back). */
export const openAfter = (invoices: readonly SettledInvoice[], settlements: readonly Settlement[]): Result<SettledInvoice[], Unsettled> => {
  const after = new Map(invoices.map((invoice) => [`${invoice.account_id} ${invoice.invoice_id}`, { ...invoice }]));
  for (const { account_id, invoice_id, amount_minor } of settlements) {
    const invoice = after.get(`${account_id} ${invoice_id}`);
    if (invoice === undefined) return refused({ invoice_id, open_minor: null });
    const open_minor = invoice.open_minor - amount_minor;
    if (open_minor < 0n || open_minor > invoice.gross_minor) return refused({ invoice_id, open_minor: invoice.open_minor });
    after.set(`${account_id} ${invoice_id}`, { ...invoice, open_minor });
  }
  return ok([...after.values()]);
};

/** Two sides of a ledger transaction, before they are numbered. */
export interface SettlementPosting {
  readonly account_id: Id;
  readonly payment_id: Id;
  readonly legal_entity_id: Id;
  readonly ledger_account: string;
  readonly currency: string;
  readonly amount_minor: bigint;
}

/** The postings of settlements: customer credit to receivable, in the books of the invoice's legal entity. */
export const settlementPostings = (invoices: readonly SettledInvoice[], settlements: readonly Settlement[]): SettlementPosting[] => {
  const byId = new Map(invoices.map((invoice) => [invoice.invoice_id, invoice]));
  return settlements.flatMap(({ account_id, payment_id, invoice_id, amount_minor }) => {
    const invoice = byId.get(invoice_id);
    if (invoice === undefined) return [];
    const { legal_entity_id, currency } = invoice;
    return postAllocation(amount_minor, currency as Currency).map((posting) => ({
      account_id,
      payment_id,
      legal_entity_id,
      ledger_account: ledgerName(posting),
      currency,
      amount_minor: posting.amount_minor,
    }));
  });
};
