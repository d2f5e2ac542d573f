import type { Id } from '@isp/values';
import { copyRows } from '../../kernel/copy.ts';
import { sql, type Tx } from '../../kernel/db.ts';

/** Copies a legal entity under another id: its books are not closed. */
export const copyLegalEntity = (tx: Tx, id: Id, as: Id): Promise<void> =>
  copyRows(tx, 'billing.legal_entity', { where: sql`t.id = ${id}`, ids: [], set: { id: as, code: as } });

/** Gives the copy of a legal entity series of its own, which go on where those of the original are; to be done once documents were copied, so that their numbers are behind. */
export const copySeries = async (tx: Tx, id: Id, as: Id): Promise<void> => {
  const copying = { where: sql`t.legal_entity_id = ${id}`, ids: [], set: { legal_entity_id: as } };
  await copyRows(tx, 'billing.number_series', copying);
  await copyRows(tx, 'billing.number_counter', copying);
};

/** Copies the discounts of accounts, and of others those that were taken off lines of invoices of `documents`: these stay with the original of their account. */
export const copyDiscounts = async (tx: Tx, ids: readonly Id[], documents: readonly Id[]): Promise<void> => {
  await copyRows(tx, 'billing.discount', {
    where: sql`t.account_id = any (${ids}::uuid[])`,
    ids: ['account_id', 'id', 'subscription_id'],
  });
  await copyRows(tx, 'billing.discount', {
    where: sql`not t.account_id = any (${ids}::uuid[]) and t.id in (select l.discount_id from billing.line_discount l where l.account_id = any (${documents}::uuid[]))`,
    ids: ['id'],
    set: { coupon_id: null },
  });
};

/** Copies to the copy of an account what else its next documents depend on: exemptions, charges that wait, use that was rated again, and how far dunning has come. */
export const copyTerms = async (tx: Tx, accountId: Id): Promise<void> => {
  const where = sql`t.account_id = ${accountId}`;
  await copyRows(tx, 'billing.tax_exemption', { where, ids: ['account_id', 'id'] });
  await copyRows(tx, 'billing.charge', {
    where: sql`${where} and t.invoice_id is null`,
    ids: ['account_id', 'id', 'subscription_id'],
    set: { quote_id: null },
  });
  await copyRows(tx, 'billing.usage_recount', { where, ids: ['account_id', 'subscription_id'] });
  await copyRows(tx, 'billing.dunning', { where, ids: ['account_id'] });
};

/** Copies the documents of an account, of another legal entity, to its copy, once discounts were; not the postings. */
export const copyDocuments = async (tx: Tx, accountId: Id, legal_entity_id: Id): Promise<void> => {
  const where = sql`t.account_id = ${accountId}`;
  const copy = (table: Parameters<typeof copyRows>[1], ids: readonly string[], set = {}) =>
    copyRows(tx, table, { where, ids: ['account_id', ...ids], set });
  const document = { legal_entity_id, bill_run_id: null };
  await copy('billing.invoice_line', ['invoice_id', 'subscription_id']);
  await copy('billing.line_discount', ['invoice_id', 'discount_id']);
  await copy('billing.line_tax', ['invoice_id']);
  await copy('billing.invoice', ['id'], document);
  await copy('billing.invoice_part', ['invoice_id']);
  await copy('billing.line_credit', ['invoice_id', 'credit_note_id']);
  await copy('billing.line_credit_tax', ['invoice_id']);
  await copy('billing.credit_note', ['id', 'voids_invoice_id'], document);
};
