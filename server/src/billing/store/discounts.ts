import type { Day, Id } from '@isp/values';
import type { Insertable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { Discount, ListDiscounts } from '../contract/discounts.ts';
import { insertRows } from './bulk.ts';

/** Notes a discount; `undefined` when the account redeemed its coupon before. */
export const insertDiscount = (tx: Tx, row: Insertable<DB['billing.discount']>) =>
  tx
    .insertInto('billing.discount')
    .values(row)
    .onConflict((c) => c.columns(['account_id', 'coupon_id']).doNothing())
    .returning(['account_id', 'id'])
    .executeTakeFirst();

const discounts = (tx: Tx) =>
  tx
    .selectFrom('billing.discount as d')
    .select(['d.account_id', 'd.id', 'd.subscription_id', 'd.coupon_id', 'd.name', 'd.base', 'd.amount_minor'])
    .select(['d.from_on', 'd.to_on', 'd.ended_on', 'd.bills', 'd.given_by', 'd.given_at'])
    .select([
      sql<string | null>`trim_scale(d.percent)::text`.as('percent'),
      sql<number>`(select count(distinct l.invoice_id)::int from billing.line_discount l where l.discount_id = d.id)`.as(
        'bills_used',
      ),
      sql<bigint>`(select coalesce(sum(l.amount_minor), 0)::bigint from billing.line_discount l where l.discount_id = d.id)`.as(
        'taken_minor',
      ),
    ]);

/** Discounts as the API shows them, newest first. */
export const listDiscounts = async (tx: Tx, input: ListDiscounts): Promise<Page<Discount>> => {
  let q = discounts(tx);
  if (input.account_id) q = q.where('d.account_id', '=', input.account_id);
  if (input.subscription_id) q = q.where('d.subscription_id', '=', input.subscription_id);
  if (input.coupon_id) q = q.where('d.coupon_id', '=', input.coupon_id);
  const page = await paginate(q, input, {
    sort: { given_at: { sql: 'd.given_at', field: 'given_at' } },
    fallback: '-given_at',
    idSql: 'd.id',
  });
  return page as Page<Discount>;
};

export const discountById = (tx: Tx, id: Id) =>
  discounts(tx).where('d.id', '=', id).executeTakeFirst() as Promise<Discount | undefined>;

/** What discounts took off the lines of an invoice, in their order. */
export const lineDiscountsOf = (tx: Tx, { account_id, id }: { readonly account_id: Id; readonly id: Id }) =>
  tx
    .selectFrom('billing.line_discount')
    .select(['line_no', 'discount_id', 'name', 'amount_minor'])
    .where('account_id', '=', account_id)
    .where('invoice_id', '=', id)
    .orderBy('line_no')
    .orderBy('discount_no')
    .execute();

/** Has a discount end on a day, unless it was ended before: whether it was now. */
export const endDiscountRow = async (tx: Tx, id: Id, on: Day, known_on: Day): Promise<boolean> => {
  const row = await tx
    .updateTable('billing.discount')
    .set({ ended_on: on, ended_known_on: known_on })
    .where('id', '=', id)
    .where('ended_on', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

/** A row of billing.line_discount as it is written. */
interface LineDiscountRow {
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly line_no: number;
  readonly discount_no: number;
  readonly discount_id: Id;
  readonly name: string;
  readonly amount_minor: bigint;
}

/** Writes what was taken off lines. */
export const insertLineDiscounts = (tx: Tx, rows: readonly LineDiscountRow[]): Promise<void> =>
  insertRows<LineDiscountRow>(
    tx,
    'billing.line_discount',
    {
      account_id: 'uuid',
      invoice_id: 'uuid',
      line_no: 'smallint',
      discount_no: 'smallint',
      discount_id: 'uuid',
      name: 'text',
      amount_minor: 'bigint',
    },
    rows,
  );
