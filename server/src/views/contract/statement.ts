import { contract, currency, day, id, minor } from '@isp/values/wire';
import { z } from 'zod';
import { LegalEntity, Recipient } from '../../billing/contract.ts';

/** One movement of what an account owes. */
const StatementItem = z.object({
  on: day,
  kind: z.enum([
    'invoice',
    'credit-note',
    'payment',
    'payment-reversed',
    'refund',
    'refund-reversed',
    'write-off',
    'write-off-undone',
  ]),
  /** Of the document. */
  number: z.string().nullable(),
  /** What a person wrote of it: the reason, or the reference of the money. */
  text: z.string().nullable(),
  /** Positive: owed more. */
  amount_minor: minor,
  /** Owed after it; negative: the account has so much to its credit. */
  balance_minor: minor,
  ref: z.object({ kind: z.enum(['invoice', 'credit_note', 'payment']), id }),
});

export const AccountStatement = contract({
  summary:
    'The statement of an account: what was owed, every document and movement of money from a day up to and with another, what is owed, and how long it has been due',
  input: z
    .strictObject({
      id,
      /** The first day of the second month before `to` unless said. */
      from: day.optional(),
      /** Today unless said. */
      to: day.optional(),
    })
    .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
      path: ['to'],
      message: 'a statement ends on the day it begins or after it',
    }),
  reply: z.object({
    account_id: id,
    recipient: Recipient,
    legal_entity: LegalEntity,
    currency,
    zone: z.string(),
    from: day,
    to: day,
    opening_minor: minor,
    items: z.array(StatementItem),
    closing_minor: minor,
    /** Of it, what the account has to its credit; what is open on invoices is this more. */
    credit_minor: minor,
    /** What is open on invoices, by how many days it was overdue on `to`. */
    ageing: z.object({
      not_due_minor: minor,
      to_30_minor: minor,
      to_60_minor: minor,
      to_90_minor: minor,
      over_90_minor: minor,
    }),
  }),
});
export type AccountStatement = z.output<typeof AccountStatement.reply>;
