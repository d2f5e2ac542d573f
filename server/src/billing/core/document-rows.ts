import type { Id, Instant } from '@isp/values';
import type { CreditDraft, CreditLineDraft } from './draft-credit.ts';
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
    charge_code: line.charge_code,
    revision: line.revision,
    plan_id: line.plan_id,
    plan_version: line.plan_version,
    description: line.description,
    period_from: line.period_from,
    period_to: line.period_to,
    from_second: line.from_second,
    to_second: line.to_second,
    cycle_from: line.cycle_from,
    cycle_to: line.cycle_to,
    quantity: line.quantity,
    unit_price_minor: line.unit_price_minor,
    days: line.days,
    of_days: line.of_days,
    net_minor: line.net_minor,
    discount_minor: line.discount_minor,
    tax_code: line.tax_code,
    tax_inclusive: line.tax_inclusive,
    tax_minor: line.tax_minor,
    gross_minor: line.gross_minor,
    trace: JSON.stringify(line.trace),
  }));

/** The rows of whose lines an invoice has; none where all are of the account that pays it. */
export const partRows = ({ id, draft }: IdentifiedDraft) =>
  draft.parts.map(({ recipient, ...part }) => ({
    account_id: draft.account_id,
    invoice_id: id,
    ...part,
    recipient: JSON.stringify(recipient),
  }));

/** The rows of what was taken off an invoice's lines. */
export const discountRows = ({ id, draft }: IdentifiedDraft) =>
  draft.lines.flatMap((line, i) =>
    line.discounts.map((discount, n) => ({
      account_id: draft.account_id,
      invoice_id: id,
      line_no: i + 1,
      discount_no: n + 1,
      ...discount,
    })),
  );

/** The rows of the taxes of an invoice's lines that have several. */
export const lineTaxRows = ({ id, draft }: IdentifiedDraft) =>
  draft.taxes.length < 2
    ? []
    : draft.lines.flatMap(({ taxes }, i) =>
        taxes.length < 2
          ? []
          : taxes.map(({ code, base_minor, tax_minor }, n) => ({
              account_id: draft.account_id,
              invoice_id: id,
              line_no: i + 1,
              tax_no: n + 1,
              tax_code: code,
              base_minor,
              tax_minor,
            })),
      );

/** The rows of a document's ledger transaction, which has the document's id. */
export const documentPostingRows = (
  document_kind: 'invoice' | 'credit-note',
  {
    id,
    draft,
  }: {
    readonly id: Id;
    readonly draft: Pick<InvoiceDraft, 'account_id' | 'legal_entity_id' | 'issued_on' | 'postings'>;
  },
  posted_at: Instant,
) =>
  draft.postings.map((posting, i) => ({
    account_id: draft.account_id,
    transaction_id: id,
    line_no: i + 1,
    legal_entity_id: draft.legal_entity_id,
    ledger_account: ledgerName(posting),
    currency: posting.currency,
    amount_minor: posting.amount_minor,
    posted_on: draft.issued_on,
    document_kind,
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

/** A drafted credit note that has its id. */
export interface IdentifiedCredit {
  readonly id: Id;
  readonly draft: CreditDraft;
  /** The invoice that went out with it. */
  readonly invoice_id: Id | null;
}

/** The row of a credited line; `note` is where on which credit note it stands, null when it gives nothing. */
export const lineCreditRow = (
  line: CreditLineDraft,
  issued_id: Id | null,
  note: { readonly id: Id; readonly line_no: number } | null,
) => ({
  account_id: line.of.account_id,
  invoice_id: line.of.invoice_id ?? issued_id ?? '',
  invoice_line_no: line.of.line_no,
  credit_no: line.credit_no,
  credit_note_id: note?.id ?? null,
  line_no: note?.line_no ?? null,
  kind: line.kind,
  description: line.description,
  period_from: line.period_from,
  period_to: line.period_to,
  from_second: line.from_second,
  to_second: line.to_second,
  days: line.days,
  of_days: line.of_days,
  net_minor: line.net_minor,
  tax_code: line.tax_code,
  tax_minor: line.tax_minor,
  gross_minor: line.gross_minor,
  trace: JSON.stringify(line.trace),
});

/** The rows of the taxes that a credit of a line with several gives back. */
export const creditTaxRows = (line: CreditLineDraft, issued_id: Id | null) =>
  line.taxes.length < 2
    ? []
    : line.taxes.map(({ code, base_minor, tax_minor }) => ({
        account_id: line.of.account_id,
        invoice_id: line.of.invoice_id ?? issued_id ?? '',
        invoice_line_no: line.of.line_no,
        credit_no: line.credit_no,
        tax_code: code,
        base_minor,
        tax_minor,
      }));

/** The rows of a credit note's lines, numbered from 1. */
export const creditLineRows = ({ id, draft, invoice_id }: IdentifiedCredit) =>
  draft.lines.map((line, i) => lineCreditRow(line, invoice_id, { id, line_no: i + 1 }));

/** The row of a credit note: all of it open. */
export const creditNoteRow = (
  { id, draft }: IdentifiedCredit,
  number: string,
  bill_run_id: Id | null,
  issued_at: Instant,
) => ({
  account_id: draft.account_id,
  id,
  legal_entity_id: draft.legal_entity_id,
  number,
  bill_run_id,
  reason: draft.reason,
  by_hand: draft.by_hand,
  to_refund: draft.to_refund,
  voids_invoice_id: draft.voids_invoice_id,
  currency: draft.currency,
  zone: draft.zone,
  issued_on: draft.issued_on,
  issued_at,
  net_minor: draft.net_minor,
  tax_minor: draft.tax_minor,
  gross_minor: draft.gross_minor,
  taxes: JSON.stringify(draft.taxes, jsonNumbers),
  recipient: JSON.stringify(draft.recipient),
  open_minor: draft.gross_minor,
});
