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
