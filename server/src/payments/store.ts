import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { copyRows } from '../kernel/copy.ts';
import { anyOf, type DB, sql, type Tx } from '../kernel/db.ts';
import { narrowing, type Page, paginate } from '../kernel/page.ts';
import type { ListPayments, Payment, PaymentPage } from './contract.ts';

export const insertPayment = (tx: Tx, payment: Insertable<DB['payments.payment']>): Promise<Payment> =>
  tx.insertInto('payments.payment').values(payment).returningAll().executeTakeFirstOrThrow();

export const paymentById = (tx: Tx, id: Id): Promise<Payment | undefined> =>
  tx.selectFrom('payments.payment').selectAll().where('id', '=', id).executeTakeFirst();

export const paymentForUpdate = (tx: Tx, id: Id): Promise<Payment | undefined> =>
  tx.selectFrom('payments.payment').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const updatePayment = (
  tx: Tx,
  key: Pick<Payment, 'account_id' | 'id'>,
  change: Updateable<DB['payments.payment']>,
): Promise<Payment> =>
  tx
    .updateTable('payments.payment')
    .set(change)
    .where('account_id', '=', key.account_id)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow();

export const allocationsOf = (
  tx: Tx,
  payment: Pick<Payment, 'account_id' | 'id'>,
): Promise<PaymentPage['allocations']> =>
  tx
    .selectFrom('payments.allocation')
    .select(['id', 'invoice_id', 'amount_minor', 'at'])
    .where('account_id', '=', payment.account_id)
    .where('payment_id', '=', payment.id)
    .orderBy('id')
    .execute();

export const insertAllocations = async (
  tx: Tx,
  allocations: readonly Insertable<DB['payments.allocation']>[],
): Promise<void> => {
  if (allocations.length > 0)
    await tx
      .insertInto('payments.allocation')
      .values([...allocations])
      .execute();
};

/** Payments of these accounts with something left, oldest first, locked. */
export const openPayments = async (tx: Tx, accountIds: readonly Id[]): Promise<Payment[]> => {
  const { rows } = await sql<Payment>`
    select * from payments.payment p where p.account_id = ${anyOf(accountIds)} and p.unallocated_minor > 0
    order by p.account_id, p.recorded_at, p.id for update`.execute(tx);
  return rows;
};

/** A payment that was put to an invoice, and how much of it. */
export interface PutPayment extends Pick<Payment, 'account_id' | 'id' | 'unallocated_minor'> {
  readonly put_minor: bigint;
}

/** What payments put to an invoice, the newest first; locked. */
export const paymentsOn = async (tx: Tx, accountId: Id, invoiceId: Id): Promise<PutPayment[]> => {
  const { rows } = await sql<PutPayment>`
    with put as (
      select a.payment_id, sum(a.amount_minor)::bigint as put_minor from payments.allocation a
      where a.account_id = ${accountId} and a.invoice_id = ${invoiceId} group by 1 having sum(a.amount_minor) > 0
    )
    select p.account_id, p.id, p.unallocated_minor, put.put_minor
    from payments.payment p join put on put.payment_id = p.id where p.account_id = ${accountId}
    order by p.recorded_at desc, p.id desc for update of p`.execute(tx);
  return rows;
};

/** A page of payments. */
export const listPayments = async (tx: Tx, input: ListPayments): Promise<Page<Payment>> => {
  const within = await narrowing(tx, input, ['payments.payment'], input.account_id ? undefined : 'an account');
  let q = tx.selectFrom('payments.payment').selectAll();
  if (input.account_id) q = q.where('account_id', '=', input.account_id);
  if (input.method) q = q.where('method', '=', input.method);
  if (input.received_from) q = q.where('received_on', '>=', input.received_from);
  if (input.received_to) q = q.where('received_on', '<=', input.received_to);
  return paginate(q, input, {
    sort: {
      recorded_at: { sql: 'recorded_at', field: 'recorded_at' },
      received_on: { sql: 'received_on', field: 'received_on' },
      amount_minor: { sql: 'amount_minor', field: 'amount_minor', within },
    },
    fallback: (input.received_from ?? input.received_to) ? '-received_on' : '-recorded_at',
    idSql: 'id',
  });
};

/** Copies to the copy of an account the payments of which something is left. */
export const copyOpenPayments = (tx: Tx, accountId: Id): Promise<void> =>
  copyRows(tx, 'payments.payment', {
    where: sql`t.account_id = ${accountId} and t.unallocated_minor > 0`,
    ids: ['account_id', 'id'],
  });
