import type { Day, Id, Instant } from '@isp/values';
import { anyOf, sql, type Tx } from '../../kernel/db.ts';
import { insertRows } from './bulk.ts';

/** A row of billing.credit_note as it is written; JSON columns as text. */
export interface CreditNoteRow {
  readonly account_id: Id;
  readonly id: Id;
  readonly legal_entity_id: Id;
  readonly number: string;
  readonly bill_run_id: Id | null;
  readonly reason: string;
  readonly by_hand: boolean;
  readonly to_refund: boolean;
  readonly voids_invoice_id: Id | null;
  readonly currency: string;
  readonly zone: string;
  readonly issued_on: Day;
  readonly issued_at: Instant;
  readonly net_minor: bigint;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
  readonly open_minor: bigint;
  readonly taxes: string;
  readonly recipient: string;
}

/** A row of billing.line_credit as it is written. */
export interface LineCreditRow {
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly invoice_line_no: number;
  readonly credit_no: number;
  readonly credit_note_id: Id | null;
  readonly line_no: number | null;
  readonly kind: string;
  readonly description: string;
  readonly period_from: Day | null;
  readonly period_to: Day | null;
  readonly from_second: number;
  readonly to_second: number;
  readonly days: number | null;
  readonly of_days: number | null;
  readonly net_minor: bigint;
  readonly tax_code: string | null;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
  readonly trace: string;
}

/** Writes what is credited of lines; those of a credit note come before it. */
export const insertLineCredits = (tx: Tx, rows: readonly LineCreditRow[]): Promise<void> =>
  insertRows<LineCreditRow>(
    tx,
    'billing.line_credit',
    {
      account_id: 'uuid',
      invoice_id: 'uuid',
      invoice_line_no: 'smallint',
      credit_no: 'smallint',
      credit_note_id: 'uuid',
      line_no: 'smallint',
      kind: 'text',
      description: 'text',
      period_from: 'date',
      period_to: 'date',
      from_second: 'integer',
      to_second: 'integer',
      days: 'integer',
      of_days: 'integer',
      net_minor: 'bigint',
      tax_code: 'text',
      tax_minor: 'bigint',
      gross_minor: 'bigint',
      trace: 'jsonb',
    },
    rows,
  );

/** Writes credit notes whose lines are there. */
export const insertCreditNotes = (tx: Tx, rows: readonly CreditNoteRow[]): Promise<void> =>
  insertRows<CreditNoteRow>(
    tx,
    'billing.credit_note',
    {
      account_id: 'uuid',
      id: 'uuid',
      legal_entity_id: 'uuid',
      number: 'text',
      bill_run_id: 'uuid',
      reason: 'text',
      by_hand: 'boolean',
      to_refund: 'boolean',
      voids_invoice_id: 'uuid',
      currency: 'text',
      zone: 'text',
      issued_on: 'date',
      issued_at: 'timestamptz',
      net_minor: 'bigint',
      tax_minor: 'bigint',
      gross_minor: 'bigint',
      open_minor: 'bigint',
      taxes: 'jsonb',
      recipient: 'jsonb',
    },
    rows,
  );

/** A credit note with something left to put to invoices, and the invoices its lines are of. */
export interface OpenCredit {
  readonly account_id: Id;
  readonly id: Id;
  readonly legal_entity_id: Id;
  readonly currency: string;
  readonly issued_on: Day;
  readonly open_minor: bigint;
  readonly credits: readonly Id[];
}

/** Credit notes of these accounts with something left, oldest first, locked; not those that are to be paid out. */
export const openCredits = async (tx: Tx, accountIds: readonly Id[]): Promise<OpenCredit[]> => {
  const { rows } = await sql<OpenCredit>`
    select n.account_id, n.id, n.legal_entity_id, n.currency, n.issued_on, n.open_minor,
      array(select distinct l.invoice_id from billing.line_credit l where l.account_id = n.account_id and l.credit_note_id = n.id) as credits
    from billing.credit_note n where n.account_id = ${anyOf(accountIds)} and n.open_minor > 0 and not n.to_refund
    order by n.account_id, n.issued_at, n.id for update of n`.execute(tx);
  return rows;
};

/** Credit notes of an invoice with something left, oldest first, locked; also those that are to be paid out. */
export const creditsOf = async (tx: Tx, accountId: Id, invoiceId: Id): Promise<OpenCredit[]> => {
  const { rows } = await sql<OpenCredit>`
    select n.account_id, n.id, n.legal_entity_id, n.currency, n.open_minor, array[${invoiceId}::uuid] as credits
    from billing.credit_note n where n.account_id = ${accountId} and n.open_minor > 0
      and n.id in (select l.credit_note_id from billing.line_credit l where l.account_id = ${accountId} and l.invoice_id = ${invoiceId})
    order by n.issued_at, n.id for update of n`.execute(tx);
  return rows;
};

/** A credit note that was put to an invoice, and how much of it. */
export interface PutCredit extends Pick<OpenCredit, 'account_id' | 'id' | 'legal_entity_id' | 'currency'> {
  readonly put_minor: bigint;
}

/** What credit notes put to an invoice: those of other invoices first, then the newest; locked. */
export const creditsOn = async (tx: Tx, accountId: Id, invoiceId: Id): Promise<PutCredit[]> => {
  const { rows } = await sql<PutCredit>`
    with put as (
      select c.credit_note_id, sum(c.amount_minor)::bigint as put_minor from billing.credit_allocation c
      where c.account_id = ${accountId} and c.invoice_id = ${invoiceId} group by 1 having sum(c.amount_minor) > 0
    )
    select n.account_id, n.id, n.legal_entity_id, n.currency, put.put_minor
    from billing.credit_note n join put on put.credit_note_id = n.id where n.account_id = ${accountId}
    order by exists (select 1 from billing.line_credit l where l.account_id = n.account_id and l.credit_note_id = n.id and l.invoice_id = ${invoiceId}), n.issued_at desc, n.id desc
    for update of n`.execute(tx);
  return rows;
};

/** What is left of a credit note, as paying out sees it. */
export interface CreditLeft {
  readonly account_id: Id;
  readonly id: Id;
  readonly number: string;
  readonly currency: string;
  readonly open_minor: bigint;
}

/** A credit note, locked. */
export const creditForUpdate = (tx: Tx, id: Id): Promise<CreditLeft | undefined> =>
  tx
    .selectFrom('billing.credit_note')
    .select(['account_id', 'id', 'number', 'currency', 'open_minor'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

/** Writes what is left of a credit note. */
export const setCreditOpen = async (
  tx: Tx,
  { account_id, id }: Pick<CreditLeft, 'account_id' | 'id'>,
  open_minor: bigint,
): Promise<void> => {
  await tx
    .updateTable('billing.credit_note')
    .set({ open_minor })
    .where('account_id', '=', account_id)
    .where('id', '=', id)
    .execute();
};

/** What of a credit note goes to an invoice, or, negative, is taken away from it. */
export interface CreditAllocationRow {
  readonly account_id: Id;
  readonly id: Id;
  readonly credit_note_id: Id;
  readonly invoice_id: Id;
  readonly amount_minor: bigint;
  readonly at: Instant;
}

/** Notes what of a credit note went to invoices, and what is left of it. */
export const spendCreditNote = async (
  tx: Tx,
  credit: Pick<OpenCredit, 'account_id' | 'id'>,
  rows: readonly CreditAllocationRow[],
): Promise<void> => {
  await tx
    .insertInto('billing.credit_allocation')
    .values([...rows])
    .execute();
  const spent = rows.reduce((sum, { amount_minor }) => sum + amount_minor, 0n);
  await tx
    .updateTable('billing.credit_note')
    .set({ open_minor: sql`open_minor - ${spent}` })
    .where('account_id', '=', credit.account_id)
    .where('id', '=', credit.id)
    .execute();
};
