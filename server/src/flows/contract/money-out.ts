import { contract, id, line } from '@isp/values/wire';
import { z } from 'zod';
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
