import type { Id } from '@isp/values';
import type { Insertable } from 'kysely';
import type { DB, Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListRefunds, Refund } from './contract.ts';

export const insertRefund = (tx: Tx, refund: Insertable<DB['payments.refund']>): Promise<Refund> =>
  tx.insertInto('payments.refund').values(refund).returningAll().executeTakeFirstOrThrow();

export const refundForUpdate = (tx: Tx, id: Id): Promise<Refund | undefined> =>
  tx.selectFrom('payments.refund').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const markReversed = (
  tx: Tx,
  { account_id, id }: Pick<Refund, 'account_id' | 'id'>,
  reversal: Pick<Refund, 'reversed_at' | 'reversed_reason'>,
): Promise<Refund> =>
  tx
    .updateTable('payments.refund')
    .set(reversal)
    .where('account_id', '=', account_id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** Whether something of a payment was paid out and has not come back. */
export const isRefunded = async (tx: Tx, payment: { readonly account_id: Id; readonly id: Id }): Promise<boolean> =>
  (await tx
    .selectFrom('payments.refund')
    .select('id')
    .where('account_id', '=', payment.account_id)
    .where('payment_id', '=', payment.id)
    .where('reversed_at', 'is', null)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** A page of refunds. */
export const listRefunds = (tx: Tx, input: ListRefunds): Promise<Page<Refund>> => {
  let q = tx.selectFrom('payments.refund').selectAll();
  if (input.account_id) q = q.where('account_id', '=', input.account_id);
  if (input.credit_note_id) q = q.where('credit_note_id', '=', input.credit_note_id);
  if (input.payment_id) q = q.where('payment_id', '=', input.payment_id);
  if (input.paid_from) q = q.where('paid_on', '>=', input.paid_from);
  if (input.paid_to) q = q.where('paid_on', '<=', input.paid_to);
  return paginate(q, input, {
    sort: {
      recorded_at: { sql: 'recorded_at', field: 'recorded_at' },
      paid_on: { sql: 'paid_on', field: 'paid_on' },
    },
    fallback: (input.paid_from ?? input.paid_to) ? '-paid_on' : '-recorded_at',
    idSql: 'id',
  });
};
