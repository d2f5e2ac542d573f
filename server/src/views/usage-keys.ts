import type { Id } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';

/** A subscription with its account's zone. */
export interface UsageKey {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly zone: string;
}

/** Up to `limit` subscriptions after a key, in order. */
export const usageKeysAfter = async (
  tx: Tx,
  after: Pick<UsageKey, 'account_id' | 'subscription_id'>,
  limit: number,
): Promise<UsageKey[]> => {
  const { rows } = await sql<UsageKey>`
    select s.account_id, s.id as subscription_id, a.zone from subscriptions.subscription s join crm.account a on a.id = s.account_id
    where (s.account_id, s.id) > (${after.account_id}::uuid, ${after.subscription_id}::uuid) order by s.account_id, s.id limit ${limit}`.execute(
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
