import { contract, currency, day, id, instant, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

const DocumentKind = z.enum([
  'invoice',
  'credit-note',
  'payment',
  'allocation',
  'reversal',
  'refund',
  'write-off',
  'closing',
]);

/** A ledger transaction with its postings: debits positive, credits negative; they sum to zero. */
export const LedgerTransaction = z.object({
  id,
  legal_entity_id: id,
  /** Null where it is nobody's account's: a closing. */
  account_id: id.nullable(),
  account_number: z.string().nullable(),
  posted_on: day,
  posted_at: instant,
  /** What it was posted for. An allocation and its reversal are of the invoice that money was put to. */
  kind: DocumentKind,
  document: z.object({
    kind: z.enum(['invoice', 'credit-note', 'payment', 'refund', 'closing']),
    id,
    /** The document's number, a payment's reference, or the day that was closed through. */
    number: z.string().nullable(),
  }),
  currency,
  /** What was debited in all. */
  amount_minor: minor,
  postings: z.array(z.object({ ledger_account: z.string(), amount_minor: minor })),
});
export type LedgerTransaction = z.output<typeof LedgerTransaction>;

export const ListLedgerTransactions = contract({
  summary: 'The journal of a legal entity: its ledger transactions with their postings, the latest day first',
  input: z.strictObject({
    ...listing,
    legal_entity_id: id,
    account_id: id.optional(),
    ledger_account: z.string().max(120).optional(),
    currency: currency.optional(),
    kind: DocumentKind.optional(),
    posted_from: day.optional(),
    posted_to: day.optional(),
  }),
  reply: pageOf(LedgerTransaction),
});
export type ListLedgerTransactions = z.output<typeof ListLedgerTransactions.input>;
