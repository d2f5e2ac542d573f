import type { Id } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';

/** A subscription, or a voucher, with its account's zone. */
export interface UsageKey {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly zone: string;
}

/** Up to `limit` subscriptions, and vouchers that were used, after a key, in order. */
export const usageKeysAfter = async (
  tx: Tx,
  after: Pick<UsageKey, 'account_id' | 'subscription_id'>,
  limit: number,
): Promise<UsageKey[]> => {
  const { rows } = await sql<UsageKey>`
    with k as (
      (select account_id, id from subscriptions.subscription where (account_id, id) > (${after.account_id}::uuid, ${after.subscription_id}::uuid)
        order by account_id, id limit ${limit})
      union all
      (select account_id, id from aaa.voucher where first_used_at is not null and (account_id, id) > (${after.account_id}::uuid, ${after.subscription_id}::uuid)
        order by account_id, id limit ${limit})
      order by account_id, id limit ${limit}
    )
    select k.account_id, k.id as subscription_id, a.zone from k join crm.account a on a.id = k.account_id order by k.account_id, k.id`.execute(
    tx,
  );
  return rows;
};

/** The zones of accounts. */
export const zonesOf = async (tx: Tx, accounts: readonly Id[]): Promise<ReadonlyMap<Id, string>> => {
  const { rows } = await sql<{ id: Id; zone: string }>`
    select id, zone from crm.account where id = any (${accounts}::uuid[])`.execute(tx);
  return new Map(rows.map((r) => [r.id, r.zone]));
};
