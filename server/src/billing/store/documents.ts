import type { Day, Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { insertRows } from './bulk.ts';

/** A row of billing.invoice as it is written; JSON columns as text. */
export interface InvoiceRow {
  readonly account_id: Id;
  readonly id: Id;
  readonly legal_entity_id: Id;
  readonly number: string;
  readonly bill_run_id: Id | null;
  readonly currency: string;
  readonly zone: string;
  readonly issued_on: Day;
  readonly due_on: Day;
  readonly issued_at: Instant;
  readonly net_minor: bigint;
  readonly discount_minor: bigint;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
  readonly open_minor: bigint;
  readonly taxes: string;
  readonly recipient: string;
}

/** A row of billing.invoice_line as it is written. */
export interface LineRow {
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly line_no: number;
  readonly kind: string;
  readonly subscription_id: Id | null;
  readonly plan_id: Id | null;
  readonly plan_version: number | null;
  readonly description: string;
  readonly period_from: Day | null;
  readonly period_to: Day | null;
  readonly quantity: string;
  readonly unit_price_minor: string;
  readonly days: number | null;
  readonly of_days: number | null;
  readonly net_minor: bigint;
  readonly discount_minor: bigint;
  readonly tax_code: string | null;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
  readonly trace: string;
}

/** Writes lines; those of an invoice come before it. */
export const insertLines = (tx: Tx, rows: readonly LineRow[]): Promise<void> =>
  insertRows<LineRow>(
    tx,
    'billing.invoice_line',
    {
      account_id: 'uuid',
      invoice_id: 'uuid',
      line_no: 'smallint',
      kind: 'text',
      subscription_id: 'uuid',
      plan_id: 'uuid',
      plan_version: 'integer',
      description: 'text',
      period_from: 'date',
      period_to: 'date',
      quantity: 'numeric',
      unit_price_minor: 'numeric',
      days: 'integer',
      of_days: 'integer',
      net_minor: 'bigint',
      discount_minor: 'bigint',
      tax_code: 'text',
      tax_minor: 'bigint',
      gross_minor: 'bigint',
      trace: 'jsonb',
    },
    rows,
  );

/** Writes invoices whose lines are there. */
export const insertInvoices = (tx: Tx, rows: readonly InvoiceRow[]): Promise<void> =>
  insertRows<InvoiceRow>(
    tx,
    'billing.invoice',
    {
      account_id: 'uuid',
      id: 'uuid',
      legal_entity_id: 'uuid',
      number: 'text',
      bill_run_id: 'uuid',
      currency: 'text',
      zone: 'text',
      issued_on: 'date',
      due_on: 'date',
      issued_at: 'timestamptz',
      net_minor: 'bigint',
      discount_minor: 'bigint',
      tax_minor: 'bigint',
      gross_minor: 'bigint',
      open_minor: 'bigint',
      taxes: 'jsonb',
      recipient: 'jsonb',
    },
    rows,
  );

/** The pattern of each legal entity's invoice numbers. */
export const invoicePatterns = async (tx: Tx, legalEntityIds: readonly Id[]): Promise<Map<Id, string>> => {
  const rows = await tx
    .selectFrom('billing.number_series')
    .select(['legal_entity_id', 'pattern'])
    .where('kind', '=', 'invoice')
    .where('legal_entity_id', 'in', legalEntityIds)
    .execute();
  return new Map(rows.map((row) => [row.legal_entity_id, row.pattern]));
};

/** So many numbers of a legal entity's scope. */
export interface NumbersWanted {
  readonly legal_entity_id: Id;
  readonly scope: string;
  readonly count: number;
}

/** Moves the counters on by one statement, always in one order; gives their values from before. Others wait for this commit. */
export const takeNumbers = async (tx: Tx, wanted: readonly NumbersWanted[]): Promise<Map<string, bigint>> => {
  const { rows } = await sql<{ scope: string; legal_entity_id: Id; last_value: bigint }>`
    insert into billing.number_counter as c (legal_entity_id, kind, scope, last_value)
    select w.legal_entity_id, 'invoice', w.scope, w.count
    from unnest(${wanted.map((w) => w.legal_entity_id)}::uuid[], ${wanted.map((w) => w.scope)}::text[], ${wanted.map((w) => w.count)}::bigint[])
      as w(legal_entity_id, scope, count)
    order by w.legal_entity_id, w.scope
    on conflict (legal_entity_id, kind, scope) do update set last_value = c.last_value + excluded.last_value
    returning legal_entity_id, scope, last_value`.execute(tx);
  const counts = new Map(wanted.map((w) => [`${w.legal_entity_id} ${w.scope}`, BigInt(w.count)]));
  return new Map(
    rows.map((row) => {
      const key = `${row.legal_entity_id} ${row.scope}`;
      return [key, row.last_value - (counts.get(key) ?? 0n)];
    }),
  );
};
