import { defineFault } from '@isp/values';

export const PaymentNotFound = defineFault(
  'payments.payment-not-found',
  404,
  (p: { id: string }) => `There is no payment ${p.id}.`,
  'Find the payment on its account’s page and use its id.',
);
export const PaymentReversed = defineFault(
  'payments.payment-reversed',
  409,
  () => 'This payment was taken back already.',
  'Record a new payment if the money came in again.',
);
export const AllocationTooLarge = defineFault(
  'payments.allocation-too-large',
  409,
  () => 'More would be allocated than is left of the payment.',
  'Allocate at most what is unallocated.',
);
export const PaymentSpent = defineFault(
  'payments.payment-spent',
  409,
  (p: { left: string; currency: string }) =>
    `${p.left} ${p.currency} are left of this payment; a refund is more than nothing and at most that.`,
  'Pay out at most what is left. What went to an invoice comes back by a credit note of that invoice.',
);
export const PaymentRefunded = defineFault(
  'payments.payment-refunded',
  409,
  () => 'Some of this payment was paid out again.',
  'If the refund came back, take it back first; then take the payment back.',
);
export const RefundNotFound = defineFault(
  'payments.refund-not-found',
  404,
  (p: { id: string }) => `There is no refund ${p.id}.`,
  'List the refunds of the account and use the id of one.',
);
export const RefundReversed = defineFault(
  'payments.refund-reversed',
  409,
  () => 'This refund was taken back already.',
  'Pay out again what is left.',
);
