import type { Id } from '@isp/values';
import type { Insertable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';

type Table = DB['subscriptions.draft'];
interface OfQuote {
  readonly account_id: Id;
  readonly id: Id;
}

export const insertDrafts = async (tx: Tx, rows: readonly Insertable<Table>[]): Promise<void> => {
  if (rows.length > 0)
    await tx
      .insertInto('subscriptions.draft')
      .values([...rows])
      .execute();
};

/** The draft subscriptions of a quote, in its order. */
export const draftRows = (tx: Tx, quote: OfQuote) =>
  tx
    .selectFrom('subscriptions.draft')
    .selectAll()
    .where('account_id', '=', quote.account_id)
    .where('quote_id', '=', quote.id)
    .orderBy('line_no')
    .execute();

/** Throws the draft subscriptions of a quote away. */
export const deleteDrafts = async (tx: Tx, quote: OfQuote): Promise<void> => {
  await tx
    .deleteFrom('subscriptions.draft')
    .where('account_id', '=', quote.account_id)
    .where('quote_id', '=', quote.id)
    .execute();
};

/** Fixes the versions of plans that draft subscriptions are offered by. */
export const fixVersions = async (
  tx: Tx,
  rows: readonly { readonly account_id: Id; readonly id: Id; readonly plan_version: number }[],
): Promise<void> => {
  await sql`
    update subscriptions.draft d set plan_version = n.plan_version
    from unnest(${rows.map((r) => r.account_id)}::uuid[], ${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.plan_version)}::integer[]) as n(account_id, id, plan_version)
    where d.account_id = n.account_id and d.id = n.id`.execute(tx);
};
