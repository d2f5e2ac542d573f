import type { Day, Id } from '@isp/values';
import { copyRows } from '../../kernel/copy.ts';
import { sql, type Tx } from '../../kernel/db.ts';

/** Copies the records of a subscription that are billed by a day, or a later one, to its copy. */
export const copyRecords = (tx: Tx, accountId: Id, subscriptionId: Id, since_on: Day): Promise<void> =>
  copyRows(tx, 'metering.usage_record', {
    where: sql`t.account_id = ${accountId} and t.subscription_id = ${subscriptionId} and t.counted_on >= ${since_on}`,
    ids: ['account_id', 'subscription_id', 'id'],
  });
