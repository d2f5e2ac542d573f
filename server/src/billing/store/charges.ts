import type { Id, Instant } from '@isp/values';
import type { Insertable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { Charge, ListCharges } from '../contract/charges.ts';

export const insertCharge = (tx: Tx, row: Insertable<DB['billing.charge']>) =>
  tx.insertInto('billing.charge').values(row).execute();

const isWaiting = sql<boolean>`c.invoice_id is null and c.cancelled_at is null`;

const charges = (tx: Tx) =>
  tx
    .selectFrom('billing.charge as c')
    .select(['c.account_id', 'c.id', 'c.subscription_id', 'c.quote_id', 'c.plan_id', 'c.description', 'c.quantity'])
    .select(['c.unit_price_minor', 'c.currency', 'c.tax_code', 'c.due_on', 'c.invoice_id', 'c.made_by', 'c.made_at'])
    .select(['c.cancelled_by', 'c.cancelled_at'])
    .select([
      sql<bigint>`c.unit_price_minor * c.quantity`.as('amount_minor'),
      sql<
        Charge['state']
      >`case when c.cancelled_at is not null then 'cancelled' when c.invoice_id is null then 'waiting' else 'billed' end`.as(
        'state',
      ),
      sql<
        string | null
      >`(select i.number from billing.invoice i where i.account_id = c.invoice_account_id and i.id = c.invoice_id)`.as(
        'invoice_number',
      ),
    ]);

const STATES = {
  waiting: isWaiting,
  billed: sql<boolean>`c.invoice_id is not null`,
  cancelled: sql<boolean>`c.cancelled_at is not null`,
} as const;

/** Charges as the API shows them, newest first. */
export const listCharges = async (tx: Tx, input: ListCharges): Promise<Page<Charge>> => {
  let q = charges(tx);
  if (input.account_id) q = q.where('c.account_id', '=', input.account_id);
  if (input.state) q = q.where(STATES[input.state]);
  return paginate(q, input, {
    sort: { made_at: { sql: 'c.made_at', field: 'made_at' } },
    fallback: '-made_at',
    idSql: 'c.id',
  });
};

export const chargeById = (tx: Tx, id: Id): Promise<Charge | undefined> =>
  charges(tx).where('c.id', '=', id).executeTakeFirst();

/** Cancels a charge while it waits: whether it did. */
export const cancelChargeRow = async (tx: Tx, id: Id, by: { readonly name: string; readonly at: Instant }) => {
  const row = await tx
    .updateTable('billing.charge as c')
    .set({ cancelled_by: by.name, cancelled_at: by.at })
    .where('c.id', '=', id)
    .where(isWaiting)
    .returning('c.id')
    .executeTakeFirst();
  return row !== undefined;
};

/** A charge and the line that it is billed by. */
export interface BilledCharge {
  readonly account_id: Id;
  readonly id: Id;
  /** Whose invoice takes it. */
  readonly invoice_account_id: Id;
  readonly invoice_id: Id;
  readonly line_no: number;
}

/** Notes which lines charges were billed by: false when one of them waits no more. */
export const setChargesBilled = async (tx: Tx, rows: readonly BilledCharge[]): Promise<boolean> => {
  const column = <K extends keyof BilledCharge>(name: K) => rows.map((row) => row[name]);
  const done = await sql`
    update billing.charge c set invoice_account_id = n.invoice_account_id, invoice_id = n.invoice_id, line_no = n.line_no
    from unnest(${column('account_id')}::uuid[], ${column('id')}::uuid[], ${column('invoice_account_id')}::uuid[], ${column('invoice_id')}::uuid[], ${column('line_no')}::smallint[])
      as n(account_id, id, invoice_account_id, invoice_id, line_no)
    where c.account_id = n.account_id and c.id = n.id and ${isWaiting}`.execute(tx);
  return done.numAffectedRows === BigInt(rows.length);
};
