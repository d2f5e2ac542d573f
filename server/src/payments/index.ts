/**
 * Payments: money that came in, and what it settled.
 *
 * A **payment** is recorded once and never changed but for how much of it is still **unallocated** (the account's credit) and whether it was
 * **reversed** (taken back). An **allocation** says how much of a payment settled which invoice; taking a payment back adds the opposite
 * allocation. This room knows invoices by their id alone; the ledger is billing's.
 */
export { allocatePayment } from './allocate-payment.ts';
export type { Payment, PaymentPage } from './contract.ts';
export { getPayment } from './get-payment.ts';
export { recordPayment } from './record-payment.ts';
export { reversePayment } from './reverse-payment.ts';
export { openPayments } from './store.ts';
