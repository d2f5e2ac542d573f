import type { Day } from '@isp/values';
import type { Insertable } from 'kysely';
import type { DB, Tx } from '../kernel/db.ts';
import type { Subscription } from './contract.ts';

type Key = Pick<Subscription, 'account_id' | 'id'>;

/** Notes a contract; another from the same day on takes its place. */
export const insertContract = (tx: Tx, row: Insertable<DB['subscriptions.contract']>) =>
  tx
    .insertInto('subscriptions.contract')
    .values(row)
    .onConflict((c) =>
      c
        .columns(['account_id', 'subscription_id', 'from_on'])
        .doUpdateSet({ plan_id: row.plan_id, plan_version: row.plan_version }),
    )
    .execute();

/** The contracts of a subscription, by day. */
export const contractsOf = (tx: Tx, key: Key) =>
  tx
    .selectFrom('subscriptions.contract')
    .select(['from_on', 'plan_id', 'plan_version'])
    .where('account_id', '=', key.account_id)
    .where('subscription_id', '=', key.id)
    .orderBy('from_on')
    .execute();

/** Takes back what was to begin on a day. */
export const deleteContract = async (tx: Tx, key: Key, from_on: Day): Promise<void> => {
  await tx
    .deleteFrom('subscriptions.contract')
    .where('account_id', '=', key.account_id)
    .where('subscription_id', '=', key.id)
    .where('from_on', '=', from_on)
    .execute();
};
