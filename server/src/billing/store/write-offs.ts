import type { Id } from '@isp/values';
import type { Insertable } from 'kysely';
import type { DB, Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { ListWriteOffs, WriteOff } from '../contract.ts';

export const insertWriteOff = async (tx: Tx, row: Insertable<DB['billing.write_off']>): Promise<void> => {
  await tx.insertInto('billing.write_off').values(row).execute();
};

const writeOffs = (tx: Tx) =>
  tx
    .selectFrom('billing.write_off as w')
    .innerJoin('billing.invoice as i', (join) =>
      join.onRef('i.account_id', '=', 'w.account_id').onRef('i.id', '=', 'w.invoice_id'),
    )
    .select(['w.account_id', 'w.id', 'w.invoice_id', 'i.number as invoice_number', 'w.amount_minor', 'i.currency'])
    .select(['w.reason', 'w.written_off_on', 'w.made_by', 'w.at']);

/** What was written off of an invoice, and undone, in order. */
export const writeOffsOf = (
  tx: Tx,
  { account_id, id }: { readonly account_id: Id; readonly id: Id },
): Promise<WriteOff[]> =>
  writeOffs(tx).where('w.account_id', '=', account_id).where('w.invoice_id', '=', id).orderBy('w.id').execute();

/** A page of what was written off, and undone. */
export const listWriteOffs = (tx: Tx, input: ListWriteOffs): Promise<Page<WriteOff>> => {
  let q = writeOffs(tx);
  if (input.account_id) q = q.where('w.account_id', '=', input.account_id);
  if (input.written_off_from) q = q.where('w.written_off_on', '>=', input.written_off_from);
  if (input.written_off_to) q = q.where('w.written_off_on', '<=', input.written_off_to);
  return paginate(q, input, {
    sort: { written_off_on: { sql: 'w.written_off_on', field: 'written_off_on' } },
    fallback: '-written_off_on',
    idSql: 'w.id',
  });
};
