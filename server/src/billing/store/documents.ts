import type { Day, Id, Instant } from '@isp/values';
import type { Tx } from '../../kernel/db.ts';
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
  readonly charge_code: string;
  readonly revision: number;
  readonly plan_id: Id | null;
  readonly plan_version: number | null;
  readonly description: string;
  readonly period_from: Day | null;
  readonly period_to: Day | null;
  readonly from_second: number;
  readonly to_second: number;
  readonly cycle_from: Day | null;
  readonly cycle_to: Day | null;
  readonly quantity: string;
  readonly unit_price_minor: string;
  readonly days: number | null;
  readonly of_days: number | null;
  readonly net_minor: bigint;
  readonly discount_minor: bigint;
  readonly tax_code: string | null;
  readonly tax_inclusive: boolean;
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
      charge_code: 'text',
      revision: 'smallint',
      plan_id: 'uuid',
      plan_version: 'integer',
      description: 'text',
      period_from: 'date',
      period_to: 'date',
      from_second: 'integer',
      to_second: 'integer',
      cycle_from: 'date',
      cycle_to: 'date',
      quantity: 'numeric',
      unit_price_minor: 'numeric',
      days: 'integer',
      of_days: 'integer',
      net_minor: 'bigint',
      discount_minor: 'bigint',
      tax_code: 'text',
      tax_inclusive: 'boolean',
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
