import type { Id } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { insertRows } from './bulk.ts';

/** A tax of an issued line or of a credit of it, as it is read: amounts as text. */
interface TaxRead {
  readonly tax_code: string;
  readonly base_minor: string;
  readonly tax_minor: string;
}

/** The taxes of an invoice line `l` or a line credit `c` that has several, as JSON; null where it has its own only. */
export const LINE_TAXES = sql<
  readonly TaxRead[] | null
>`(select jsonb_agg(jsonb_build_object('tax_code', t.tax_code, 'base_minor', t.base_minor::text, 'tax_minor', t.tax_minor::text) order by t.tax_no)
  from billing.line_tax t where t.account_id = l.account_id and t.invoice_id = l.invoice_id and t.line_no = l.line_no)`;
export const CREDIT_TAXES = sql<
  readonly TaxRead[] | null
>`(select jsonb_agg(jsonb_build_object('tax_code', t.tax_code, 'base_minor', t.base_minor::text, 'tax_minor', t.tax_minor::text) order by t.tax_code)
  from billing.line_credit_tax t where t.account_id = c.account_id and t.invoice_id = c.invoice_id and t.invoice_line_no = c.invoice_line_no and t.credit_no = c.credit_no)`;
/** What credits of an invoice line `l` gave back of each of several taxes so far. */
export const CREDITED_TAXES = sql<
  readonly TaxRead[] | null
>`(select jsonb_agg(jsonb_build_object('tax_code', t.tax_code, 'base_minor', t.base_minor::text, 'tax_minor', t.tax_minor::text))
  from (select tax_code, sum(base_minor) as base_minor, sum(tax_minor) as tax_minor from billing.line_credit_tax
    where account_id = l.account_id and invoice_id = l.invoice_id and invoice_line_no = l.line_no group by 1) t)`;

interface Taxed {
  readonly tax_code: string | null;
  readonly net_minor: bigint;
  readonly tax_minor: bigint;
}

/** The taxes of a line: those it has of its own, else the one it names. */
export const taxesRead = ({ tax_code, net_minor, tax_minor }: Taxed, several: readonly TaxRead[] | null) => {
  if (several === null) return tax_code === null ? [] : [{ tax_code, base_minor: net_minor, tax_minor }];
  return several.map((tax) => ({
    tax_code: tax.tax_code,
    base_minor: BigInt(tax.base_minor),
    tax_minor: BigInt(tax.tax_minor),
  }));
};

/** A row of billing.line_tax as it is written. */
interface LineTaxRow {
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly line_no: number;
  readonly tax_no: number;
  readonly tax_code: string;
  readonly base_minor: bigint;
  readonly tax_minor: bigint;
}

/** Writes the taxes of lines that have several. */
export const insertLineTaxes = (tx: Tx, rows: readonly LineTaxRow[]): Promise<void> =>
  insertRows<LineTaxRow>(
    tx,
    'billing.line_tax',
    {
      account_id: 'uuid',
      invoice_id: 'uuid',
      line_no: 'smallint',
      tax_no: 'smallint',
      tax_code: 'text',
      base_minor: 'bigint',
      tax_minor: 'bigint',
    },
    rows,
  );

/** A row of billing.line_credit_tax as it is written. */
interface CreditTaxRow {
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly invoice_line_no: number;
  readonly credit_no: number;
  readonly tax_code: string;
  readonly base_minor: bigint;
  readonly tax_minor: bigint;
}

/** Writes what credits of such lines give back of each tax. */
export const insertCreditTaxes = (tx: Tx, rows: readonly CreditTaxRow[]): Promise<void> =>
  insertRows<CreditTaxRow>(
    tx,
    'billing.line_credit_tax',
    {
      account_id: 'uuid',
      invoice_id: 'uuid',
      invoice_line_no: 'smallint',
      credit_no: 'smallint',
      tax_code: 'text',
      base_minor: 'bigint',
      tax_minor: 'bigint',
    },
    rows,
  );
