import type { Id } from '@isp/values';
import type { Tx } from '../../kernel/db.ts';

interface Owner {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

/** The numbers of a subscription, in order. */
export const numbersOf = async (tx: Tx, subscriptionId: Id): Promise<string[]> => {
  const rows = await tx
    .selectFrom('metering.number')
    .select('number')
    .where('subscription_id', '=', subscriptionId)
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
};

/** Gives a subscription a number; whether it has it now. */
export const claimNumber = async (tx: Tx, owner: Owner, number: string): Promise<boolean> => {
  const row = await tx
    .insertInto('metering.number')
    .values({ ...owner, number })
    .onConflict((c) => c.column('number').doNothing())
    .returning('number')
    .executeTakeFirst();
  return row !== undefined;
};

/** Takes from a subscription the numbers it is not to have any more. */
export const dropNumbers = (tx: Tx, owner: Owner, numbers: readonly string[]) =>
  tx
    .deleteFrom('metering.number')
    .where('account_id', '=', owner.account_id)
    .where('subscription_id', '=', owner.subscription_id)
    .where('number', 'in', numbers)
    .execute();
