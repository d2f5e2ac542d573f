import { contract, currency, day, id, instant, line, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

export const Method = z.enum(['cash', 'transfer', 'card', 'cheque', 'other']);

export const Allocation = z.object({ id, invoice_id: id, amount_minor: minor, at: instant });

export const Payment = z.object({
  account_id: id,
  id,
  method: Method,
  currency,
  amount_minor: minor,
  unallocated_minor: minor,
  reference: z.string().nullable(),
  received_on: day,
  reversed_at: instant.nullable(),
  reversed_reason: z.string().nullable(),
  recorded_by: z.string(),
  recorded_at: instant,
});
export type Payment = z.output<typeof Payment>;

export const PaymentPage = z.object({ ...Payment.shape, allocations: z.array(Allocation) });
export type PaymentPage = z.output<typeof PaymentPage>;

export const ListPayments = contract({
  summary: 'Payments, newest first',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    method: Method.optional(),
    received_from: day.optional(),
    received_to: day.optional(),
  }),
  reply: pageOf(Payment),
});
export type ListPayments = z.output<typeof ListPayments.input>;

export const GetPayment = contract({
  summary: 'One payment with what it was allocated to',
  input: z.strictObject({ id }),
  reply: PaymentPage,
});

export const Refund = z.object({
  account_id: id,
  id,
  /** What it was paid out of: one of the two. */
  credit_note_id: id.nullable(),
  payment_id: id.nullable(),
  method: Method,
  currency,
  amount_minor: minor,
  reference: z.string().nullable(),
  paid_on: day,
  /** It came back: the money is left where it was taken from. */
  reversed_at: instant.nullable(),
  reversed_reason: z.string().nullable(),
  recorded_by: z.string(),
  recorded_at: instant,
});
export type Refund = z.output<typeof Refund>;

export const ListRefunds = contract({
  summary: 'Money that was paid out, newest first',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    credit_note_id: id.optional(),
    payment_id: id.optional(),
    paid_from: day.optional(),
    paid_to: day.optional(),
  }),
  reply: pageOf(Refund),
});
export type ListRefunds = z.output<typeof ListRefunds.input>;

/** Used by the flow that also settles invoices and restores service. */
export const paymentFields = {
  account_id: id,
  method: Method,
  amount_minor: minor.pipe(z.bigint().positive('a payment is more than zero')),
  currency: currency.optional(),
  reference: line(120).nullable().default(null),
  received_on: day.optional(),
};

/** Used by the flow that takes what is paid out off a credit note or payment. */
export const refundFields = {
  /** All that is left unless said. */
  amount_minor: minor.pipe(z.bigint().positive('a refund is more than zero')).optional(),
  method: Method,
  reference: line(120).nullable().optional(),
  paid_on: day.optional(),
};
