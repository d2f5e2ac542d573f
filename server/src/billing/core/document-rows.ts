import type { Id, Instant } from '@isp/values';
import type { InvoiceDraft } from './draft-invoice.ts';
import type { Posting } from './ledger.ts';

/** The name of a ledger account as it is kept: `receivable`, `revenue:usage`, `tax_payable:vat20`, `cash:transfer`. */
export const ledgerName = (posting: Pick<Posting, 'ledger_account' | 'detail'>): string =>
  posting.detail === '' ? posting.ledger_account : `${posting.ledger_account}:${posting.detail}`;

const jsonNumbers = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/** A draft that has its id. */
export interface IdentifiedDraft {
  readonly id: Id;
  readonly draft: InvoiceDraft;
}

/** The rows of an invoice's lines, numbered from 1. */
export const lineRows = ({ id, draft }: IdentifiedDraft) =>
  draft.lines.map((line, i) => ({
    account_id: draft.account_id,
    invoice_id: id,
    line_no: i + 1,
    kind: line.kind,
    subscription_id: line.subscription_id,
    plan_id: line.plan_id,
    plan_version: line.plan_version,
    description: line.description,
    period_from: line.period_from,
    period_to: line.period_to,
    quantity: line.quantity,
    unit_price_minor: line.unit_price_minor,
    days: line.days,
    of_days: line.of_days,
    net_minor: line.net_minor,
    discount_minor: line.discount_minor,
    tax_code: line.tax_code,
    tax_minor: line.tax_minor,
    gross_minor: line.gross_minor,
    trace: JSON.stringify(line.trace),
  }));

/** The rows of an invoice's ledger transaction, which has the invoice's id. */
export const invoicePostingRows = ({ id, draft }: IdentifiedDraft, posted_at: Instant) =>
  draft.postings.map((posting, i) => ({
    account_id: draft.account_id,
    transaction_id: id,
    line_no: i + 1,
    legal_entity_id: draft.legal_entity_id,
    ledger_account: ledgerName(posting),
    currency: posting.currency,
    amount_minor: posting.amount_minor,
    posted_on: draft.issued_on,
    document_kind: 'invoice' as const,
    document_id: id,
    posted_at,
  }));

/** The row of an invoice: all of it open. */
export const invoiceRow = (
  { id, draft }: IdentifiedDraft,
  number: string,
  bill_run_id: Id | null,
  issued_at: Instant,
) => ({
  account_id: draft.account_id,
  id,
  legal_entity_id: draft.legal_entity_id,
  number,
  bill_run_id,
  currency: draft.currency,
  zone: draft.zone,
  issued_on: draft.issued_on,
  due_on: draft.due_on,
  issued_at,
  net_minor: draft.net_minor,
  discount_minor: draft.discount_minor,
  tax_minor: draft.tax_minor,
  gross_minor: draft.gross_minor,
  taxes: JSON.stringify(draft.taxes, jsonNumbers),
  recipient: JSON.stringify(draft.recipient),
  open_minor: draft.gross_minor,
});
