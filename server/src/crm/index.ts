/**
 * CRM: who our customers are.
 *
 * An **account** is who is billed: a person or a company, with one address, one currency, one time zone (its days begin there) and one legal
 * entity that invoices it. A **note** is what staff remember about it. This room knows nothing of plans, money or networks.
 */
export { addNote } from './add-note.ts';
export { closeAccount } from './close-account.ts';
export type { Account } from './contract.ts';
export { createAccount } from './create-account.ts';
export { AccountClosed, AccountInUse } from './faults.ts';
export { getAccount } from './get-account.ts';
export { accountZones, copyAccountRow } from './store.ts';
