import type { Id } from '@isp/values';
import type { Tx } from '../../kernel/db.ts';
import type { InvoicePart } from '../contract/parts.ts';
import { insertRows } from './bulk.ts';

/** A row of billing.invoice_part as it is written; JSON as text. */
interface PartRow {
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly first_line: number;
  readonly last_line: number;
  readonly for_account_id: Id;
  readonly net_minor: bigint;
  readonly discount_minor: bigint;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
  readonly recipient: string;
}

/** Writes whose lines invoices that are there have. */
export const insertParts = (tx: Tx, rows: readonly PartRow[]): Promise<void> =>
  insertRows<PartRow>(
    tx,
    'billing.invoice_part',
    {
      account_id: 'uuid',
      invoice_id: 'uuid',
      first_line: 'smallint',
      last_line: 'smallint',
      for_account_id: 'uuid',
      net_minor: 'bigint',
      discount_minor: 'bigint',
      tax_minor: 'bigint',
      gross_minor: 'bigint',
      recipient: 'jsonb',
    },
    rows,
  );

/** Whose lines an invoice has, in their order; none where all are of the account that pays it. */
export const partsOf = async (
  tx: Tx,
  { account_id, id }: { readonly account_id: Id; readonly id: Id },
): Promise<InvoicePart[]> => {
  const rows = await tx
    .selectFrom('billing.invoice_part')
    .select(['for_account_id', 'recipient', 'first_line', 'last_line'])
    .select(['net_minor', 'discount_minor', 'tax_minor', 'gross_minor'])
    .where('account_id', '=', account_id)
    .where('invoice_id', '=', id)
    .orderBy('first_line')
    .execute();
  return rows.map((row) => ({ ...row, recipient: row.recipient as InvoicePart['recipient'] }));
};
