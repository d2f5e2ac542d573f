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

/** Copies to the copy of an account, of another legal entity, all that its next documents depend on: its discounts and exemptions, charges, documents and how far dunning has come; not the postings. */
export const copyDocuments = async (tx: Tx, accountId: Id, legal_entity_id: Id): Promise<void> => {
  const where = sql`t.account_id = ${accountId}`;
  const copy = (table: Parameters<typeof copyRows>[1], ids: readonly string[], set = {}) =>
    copyRows(tx, table, { where, ids: ['account_id', ...ids], set });
  const document = { legal_entity_id, bill_run_id: null };
  await copy('billing.tax_exemption', ['id']);
  await copy('billing.discount', ['id', 'subscription_id']);
  await copy('billing.invoice_line', ['invoice_id', 'subscription_id']);
  await copy('billing.line_discount', ['invoice_id', 'discount_id']);
  await copy('billing.line_tax', ['invoice_id']);
  await copy('billing.invoice', ['id'], document);
  await copy('billing.charge', ['id', 'subscription_id', 'invoice_id']);
  await copy('billing.line_credit', ['invoice_id', 'credit_note_id']);
  await copy('billing.line_credit_tax', ['invoice_id']);
  await copy('billing.credit_note', ['id', 'voids_invoice_id'], document);
  await copy('billing.usage_recount', ['subscription_id']);
  await copy('billing.dunning', []);
};
