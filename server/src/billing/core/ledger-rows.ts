import type { Day, Id, Instant } from '@isp/values';
import { ledgerName } from './document-rows.ts';
import type { Posting } from './ledger.ts';

/** The document a ledger transaction belongs to. */
export interface PostedDocument {
  readonly account_id: Id;
  readonly transaction_id: Id;
  readonly legal_entity_id: Id;
  readonly document_kind: 'payment' | 'allocation' | 'reversal' | 'refund' | 'write-off' | 'closing';
  readonly document_id: Id;
  readonly posted_on: Day;
  readonly posted_at: Instant;
}

/** The rows of a ledger transaction, numbered from 1. */
export const ledgerRows = (document: PostedDocument, postings: readonly Posting[]) =>
  postings.map((posting, i) => ({
    account_id: document.account_id,
    transaction_id: document.transaction_id,
    line_no: i + 1,
    legal_entity_id: document.legal_entity_id,
    ledger_account: ledgerName(posting),
    currency: posting.currency,
    amount_minor: posting.amount_minor,
    posted_on: document.posted_on,
    document_kind: document.document_kind,
    document_id: document.document_id,
    posted_at: document.posted_at,
  }));
