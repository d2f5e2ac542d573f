/**
 * Payments: money that came in and what it settled, and money that was paid out.
 *
 * A **payment** is recorded once and never changed but for how much of it is still **unallocated** (the account's credit) and whether it was
 * **reversed** (taken back). An **allocation** says how much of a payment settled which invoice; taking a payment back adds the opposite
 * allocation. A **refund** is money paid out: of what is left of a payment, or of a credit note. This room knows invoices and credit notes by their ids alone; the ledger is billing's.
 */
export { allocatePayment } from './allocate-payment.ts';
export type { Payment, PaymentPage, Refund } from './contract.ts';
export { freePayments } from './free-payments.ts';
export { getPayment } from './get-payment.ts';
export { recordPayment } from './record-payment.ts';
export { recordRefund } from './record-refund.ts';
export { reversePayment } from './reverse-payment.ts';
export { reverseRefund } from './reverse-refund.ts';
export { copyOpenPayments, openPayments, paymentsOn } from './store.ts';
export { takeFromPayment } from './take-from-payment.ts';
