/**
 * CRM: who our customers are.
 *
 * An **account** is who is billed: a person or a company, with one address, one currency, one time zone (its days begin there) and one legal
 * entity that invoices it. Its **payer** is another account on whose invoices its lines stand. A **note** is what staff remember about it. A **quote** is what it is offered, until a day; what of it are subscriptions, and what it
 * comes to, others say. This room knows nothing of plans, money or networks.
 */
export { addNote } from './add-note.ts';
export { closeAccount } from './close-account.ts';
export { closeQuote } from './close-quote.ts';
export type { Offer, Quote, QuoteCharge } from './contract/quotes.ts';
export type { Account } from './contract.ts';
export { isOver } from './core/quote.ts';
export { createAccount } from './create-account.ts';
export { draftQuote } from './draft-quote.ts';
export { dropQuote } from './drop-quote.ts';
export { expireQuotes } from './expire-quotes.ts';
export { AccountClosed, AccountInUse, PaysForOthers, QuoteExpired, QuoteOver } from './faults.ts';
export { getAccount } from './get-account.ts';
export { getQuote } from './get-quote.ts';
export { holdQuote } from './hold-quote.ts';
export { markQuoteSent } from './mark-quote-sent.ts';
export { revisionsOf } from './quote-store.ts';
export { setPayer } from './set-payer.ts';
export { accountZones, copyAccountRow, countPaidFor, paidFor } from './store.ts';
