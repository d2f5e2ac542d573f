import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { Coupon, ListCoupons } from './contract/coupons.ts';

const coupons = (tx: Tx) =>
  tx
    .selectFrom('tariffs.coupon')
    .select(['id', 'code', 'name', 'target', 'base', 'amount_minor', 'currency', 'times', 'plan_ids'])
    .select(['redeem_from', 'redeem_to', 'most', 'redeemed', 'state', 'created_at'])
    .select(sql<string | null>`trim_scale(percent)::text`.as('percent'));

/** Makes a coupon; `undefined` when its code is taken. */
export const insertCoupon = (tx: Tx, row: Insertable<DB['tariffs.coupon']>) =>
  tx
    .insertInto('tariffs.coupon')
    .values(row)
    .onConflict((c) => c.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();

export const updateCouponRow = (tx: Tx, id: Id, change: Updateable<DB['tariffs.coupon']>) =>
  tx.updateTable('tariffs.coupon').set(change).where('id', '=', id).returning('id').executeTakeFirst();

export const couponById = (tx: Tx, id: Id) =>
  coupons(tx).where('id', '=', id).executeTakeFirst() as Promise<Coupon | undefined>;

/** The coupon of a code, locked until this commits: how often it was redeemed stays true. */
export const lockCoupon = (tx: Tx, code: string) =>
  coupons(tx).where('code', '=', code).forUpdate().executeTakeFirst() as Promise<Coupon | undefined>;

export const countRedeemed = async (tx: Tx, id: Id): Promise<void> => {
  await sql`update tariffs.coupon set redeemed = redeemed + 1 where id = ${id}`.execute(tx);
};

/** Coupons, by code unless said. */
export const listCoupons = async (tx: Tx, input: ListCoupons): Promise<Page<Coupon>> => {
  let q = coupons(tx);
  if (input.state) q = q.where('state', '=', input.state);
  if (input.q) q = q.where((e) => e.or([e('name', 'ilike', `%${input.q}%`), e('code', 'ilike', `%${input.q}%`)]));
  const page = await paginate(q, input, {
    sort: {
      code: { sql: 'code', field: 'code' },
      name: { sql: 'name', field: 'name' },
      created_at: { sql: 'created_at', field: 'created_at' },
      redeemed: { sql: 'redeemed', field: 'redeemed' },
    },
    fallback: 'code',
    idSql: 'id',
  });
  return page as Page<Coupon>;
};
