import { contract, id, line, minor } from '@isp/values/wire';
import { z } from 'zod';
import { InvoicePage } from '../../billing/contract.ts';
import { Refund, refundFields } from '../../payments/contract.ts';

export const RefundCreditNote = contract({
  summary: 'Pay out what is left of a credit note, or some of it',
  status: 201,
  input: z.strictObject({ id, ...refundFields }),
  reply: Refund,
});
export type RefundCreditNote = z.output<typeof RefundCreditNote.input>;

export const RefundPayment = contract({
  summary: 'Pay out what no invoice took of a payment, or some of it',
  status: 201,
  input: z.strictObject({ id, ...refundFields }),
  reply: Refund,
});
export type RefundPayment = z.output<typeof RefundPayment.input>;

export const ReverseRefund = contract({
  summary: 'Take a refund back that did not arrive: the money is left where it was taken from',
  input: z.strictObject({ id, reason: line(200) }),
  reply: Refund,
});
export type ReverseRefund = z.output<typeof ReverseRefund.input>;

export const WriteOffInvoice = contract({
  summary: 'Give up what is open of an invoice, or some of it: it is dunned no more',
  status: 201,
  input: z.strictObject({
    id,
    reason: line(200),
    /** All that is open unless said. */
    amount_minor: minor.pipe(z.bigint().positive('what is written off is more than zero')).optional(),
  }),
  reply: InvoicePage,
});
export type WriteOffInvoice = z.output<typeof WriteOffInvoice.input>;

export const UndoWriteOff = contract({
  summary: 'Open again all that was written off of an invoice',
  input: z.strictObject({ id, reason: line(200) }),
  reply: InvoicePage,
});
export type UndoWriteOff = z.output<typeof UndoWriteOff.input>;

export const VoidInvoice = contract({
  summary:
    'Void an invoice: a credit note gives back all that is left of it; what was paid on it is the customer’s and goes to other open invoices',
  status: 201,
  input: z.strictObject({ id, reason: line(200) }),
  reply: InvoicePage,
});
export type VoidInvoice = z.output<typeof VoidInvoice.input>;
