import type { Day, Id, Instant } from '@isp/values';
import type { Insertable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import type { Transfer } from './contract/transfers.ts';
import type { Subscription } from './contract.ts';

type Key = Pick<Subscription, 'account_id' | 'id'>;

export const insertTransfer = (tx: Tx, row: Insertable<DB['subscriptions.transfer']>): Promise<Transfer> =>
  tx.insertInto('subscriptions.transfer').values(row).returningAll().executeTakeFirstOrThrow();

/** A transfer, locked until this commits. */
export const lockTransfer = (tx: Tx, id: Id): Promise<Transfer | undefined> =>
  tx.selectFrom('subscriptions.transfer').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** The transfer by which a subscription goes or came, planned or done, locked until this commits. */
export const transferOf = (tx: Tx, subscriptionId: Id): Promise<Transfer | undefined> =>
  tx
    .selectFrom('subscriptions.transfer')
    .selectAll()
    .where((e) => e.or([e('subscription_id', '=', subscriptionId), e('to_subscription_id', '=', subscriptionId)]))
    .where('taken_back_at', 'is', null)
    .orderBy('done_at', (o) => o.desc().nullsFirst())
    .limit(1)
    .forUpdate()
    .executeTakeFirst();

export const updateTransfer = (
  tx: Tx,
  key: Pick<Transfer, 'account_id' | 'id'>,
  change: { readonly done_at: Instant } | { readonly taken_back_by: string; readonly taken_back_at: Instant },
): Promise<Transfer> =>
  tx
    .updateTable('subscriptions.transfer')
    .set(change)
    .where('account_id', '=', key.account_id)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** Gives a subscription the pauses of another that reach beyond a day, from that day on. */
export const passPauses = async (
  tx: Tx,
  from: Key,
  to: Key,
  { on, known_on }: { readonly on: Day; readonly known_on: Day },
): Promise<void> => {
  await sql`
    insert into subscriptions.rest (account_id, subscription_id, reason, from_on, to_on, known_on, hold_fee_minor)
    select ${to.account_id}::uuid, ${to.id}::uuid, 'pause', greatest(r.from_on, ${on}::date), r.to_on, ${known_on}, r.hold_fee_minor from subscriptions.rest r
    where r.account_id = ${from.account_id} and r.subscription_id = ${from.id} and r.reason = 'pause' and (r.to_on is null or r.to_on > greatest(r.from_on, ${on}::date))`.execute(
    tx,
  );
};

/** Gives a subscription the contracts of another: their terms go on from where they began. */
export const passContracts = async (tx: Tx, from: Key, to: Key): Promise<void> => {
  await sql`
    insert into subscriptions.contract (account_id, subscription_id, from_on, plan_id, plan_version, created_at)
    select ${to.account_id}::uuid, ${to.id}::uuid, c.from_on, c.plan_id, c.plan_version, c.created_at from subscriptions.contract c
    where c.account_id = ${from.account_id} and c.subscription_id = ${from.id}`.execute(tx);
};

/** Gives a subscription what another has more to use at a moment, and the pack that it buys by itself; the other buys none any more. */
export const passAllowances = async (tx: Tx, from: Key, to: Key, at: Instant): Promise<void> => {
  await sql`
    insert into subscriptions.top_up (account_id, id, subscription_id, what, amount, reason, granted_at, ends_at, used_at_grant)
    select ${to.account_id}::uuid, t.id, ${to.id}::uuid, t.what, t.amount, t.reason, t.granted_at, t.ends_at, t.used_at_grant from subscriptions.top_up t
    where t.account_id = ${from.account_id} and t.subscription_id = ${from.id} and (t.ends_at is null or t.ends_at > ${at})
    on conflict (account_id, id) do update set subscription_id = excluded.subscription_id`.execute(tx);
  await sql`
    update subscriptions.pack_rule set account_id = ${to.account_id}, subscription_id = ${to.id}
    where account_id = ${from.account_id} and subscription_id = ${from.id}`.execute(tx);
};
