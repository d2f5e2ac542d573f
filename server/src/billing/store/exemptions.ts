import type { Day, Id } from '@isp/values';
import type { Insertable } from 'kysely';
import type { DB, Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { ListTaxExemptions, TaxExemption } from '../contract/taxes.ts';

export const insertExemption = async (tx: Tx, row: Insertable<DB['billing.tax_exemption']>): Promise<void> => {
  await tx.insertInto('billing.tax_exemption').values(row).execute();
};

const exemptions = (tx: Tx) => tx.selectFrom('billing.tax_exemption as x').selectAll();

export const exemptionById = (tx: Tx, id: Id) =>
  exemptions(tx).where('x.id', '=', id).executeTakeFirst() as Promise<TaxExemption | undefined>;

/** Exemptions as the API shows them. */
export const listExemptions = async (tx: Tx, input: ListTaxExemptions): Promise<Page<TaxExemption>> => {
  let q = exemptions(tx);
  if (input.account_id) q = q.where('x.account_id', '=', input.account_id);
  if (input.ends_from) q = q.where('x.to_on', '>=', input.ends_from);
  if (input.ends_to) q = q.where('x.to_on', '<=', input.ends_to);
  if (input.sort?.endsWith('to_on')) q = q.where('x.to_on', 'is not', null);
  const page = await paginate(q, input, {
    sort: { given_at: { sql: 'x.given_at', field: 'given_at' }, to_on: { sql: 'x.to_on', field: 'to_on' } },
    fallback: '-given_at',
    idSql: 'x.id',
  });
  return page as Page<TaxExemption>;
};

/** Has an exemption end on a day. */
export const endExemptionRow = async (tx: Tx, { account_id, id }: TaxExemption, to_on: Day): Promise<void> => {
  await tx
    .updateTable('billing.tax_exemption')
    .set({ to_on })
    .where('account_id', '=', account_id)
    .where('id', '=', id)
    .execute();
};
