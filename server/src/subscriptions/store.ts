import type { Day, Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListSubscriptions, ListTopUps, Subscription, TopUp } from './contract.ts';

type Row = Omit<Subscription, 'suspended_for'> & { readonly suspended_for: string[] };
const typed = (row: Row | undefined): Subscription | undefined => row as Subscription | undefined;

export const insertSubscription = async (
  tx: Tx,
  row: Insertable<DB['subscriptions.subscription']>,
): Promise<Subscription> =>
  (await tx
    .insertInto('subscriptions.subscription')
    .values(row)
    .returningAll()
    .executeTakeFirstOrThrow()) as Subscription;

export const insertSegment = (tx: Tx, segment: Insertable<DB['subscriptions.segment']>) =>
  tx
    .insertInto('subscriptions.segment')
    .values(segment)
    .onConflict((c) =>
      c.columns(['account_id', 'subscription_id', 'from_on']).doUpdateSet({
        plan_id: segment.plan_id,
        plan_version: segment.plan_version,
        price_minor: segment.price_minor,
      }),
    )
    .execute();

export const subscriptionById = async (tx: Tx, id: Id): Promise<Subscription | undefined> =>
  typed(await tx.selectFrom('subscriptions.subscription').selectAll().where('id', '=', id).executeTakeFirst());

export const subscriptionForUpdate = async (tx: Tx, id: Id): Promise<Subscription | undefined> =>
  typed(
    await tx.selectFrom('subscriptions.subscription').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  );

export const runningOf = async (tx: Tx, accountId: Id): Promise<Subscription[]> =>
  (await tx
    .selectFrom('subscriptions.subscription')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('state', '!=', 'ended')
    .orderBy('id')
    .forUpdate()
    .execute()) as Subscription[];

export const updateSubscription = async (
  tx: Tx,
  key: { readonly account_id: Id; readonly id: Id },
  change: Updateable<DB['subscriptions.subscription']>,
): Promise<Subscription> =>
  (await tx
    .updateTable('subscriptions.subscription')
    .set(change)
    .where('account_id', '=', key.account_id)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow()) as Subscription;

export const segmentsOf = (tx: Tx, accountId: Id, subscriptionId: Id) =>
  tx
    .selectFrom('subscriptions.segment')
    .select(['from_on', 'plan_id', 'plan_version', 'price_minor'])
    .where('account_id', '=', accountId)
    .where('subscription_id', '=', subscriptionId)
    .orderBy('from_on')
    .execute();

export const listSubscriptions = async (tx: Tx, input: ListSubscriptions): Promise<Page<Subscription>> => {
  let q = tx.selectFrom('subscriptions.subscription').selectAll();
  if (input.account_id) q = q.where('account_id', '=', input.account_id);
  if (input.plan_id) q = q.where('plan_id', '=', input.plan_id);
  if (input.state) q = q.where('state', '=', sql.lit(input.state));
  const page = await paginate(q, input, {
    sort: { created_at: { sql: 'created_at', field: 'created_at' } },
    fallback: '-created_at',
    idSql: 'id',
  });
  return page as Page<Subscription>;
};

/** Sets when each of many subscriptions is billed next. */
export const setNextBill = async (
  tx: Tx,
  rows: readonly { account_id: Id; id: Id; next_bill_on: Day | null }[],
): Promise<void> => {
  if (rows.length === 0) return;
  await sql`
    update subscriptions.subscription s set next_bill_on = n.next_bill_on
    from unnest(${rows.map((r) => r.account_id)}::uuid[], ${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.next_bill_on)}::date[])
      as n(account_id, id, next_bill_on)
    where s.account_id = n.account_id and s.id = n.id`.execute(tx);
};

/** Notes that service stops on a local day; once more on the day it came back goes on with the same row. */
export const openSuspension = (tx: Tx, account_id: Id, subscription_id: Id, from_on: Day) =>
  tx
    .insertInto('subscriptions.suspension')
    .values({ account_id, subscription_id, from_on })
    .onConflict((c) => c.columns(['account_id', 'subscription_id', 'from_on']).doUpdateSet({ to_on: null }))
    .execute();

/** Notes that service is back from a local day on. */
export const closeSuspension = (tx: Tx, account_id: Id, subscription_id: Id, to_on: Day) =>
  tx
    .updateTable('subscriptions.suspension')
    .set({ to_on })
    .where('account_id', '=', account_id)
    .where('subscription_id', '=', subscription_id)
    .where('to_on', 'is', null)
    .execute();

export const insertTopUp = (tx: Tx, row: Insertable<DB['subscriptions.top_up']>) =>
  tx.insertInto('subscriptions.top_up').values(row).execute();

export const listTopUps = (tx: Tx, input: ListTopUps): Promise<Page<TopUp>> => {
  let q = tx
    .selectFrom('subscriptions.top_up')
    .select(['account_id', 'id', 'subscription_id', 'what', 'reason', 'granted_at', 'ends_at'])
    .select(sql<number>`amount::float8`.as('amount'));
  if (input.account_id) q = q.where('account_id', '=', input.account_id);
  if (input.subscription_id) q = q.where('subscription_id', '=', input.subscription_id);
  if (input.what) q = q.where('what', '=', input.what);
  if (input.q) q = q.where('reason', 'ilike', `%${input.q}%`);
  return paginate(q, input, {
    sort: {
      granted_at: { sql: 'granted_at', field: 'granted_at' },
      amount: { sql: 'amount', field: 'amount' },
    },
    fallback: '-granted_at',
    idSql: 'id',
  });
};
