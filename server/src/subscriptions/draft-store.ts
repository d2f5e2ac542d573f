import { fromMinorJson, type Id, minorJson } from '@isp/values';
import type { Insertable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import type { Draft } from './contract/drafts.ts';

interface OfQuote {
  readonly account_id: Id;
  readonly id: Id;
}

export const insertDrafts = async (tx: Tx, drafts: readonly Draft[]): Promise<void> => {
  if (drafts.length === 0) return;
  const rows = drafts.map(
    ({ discount, ...row }): Insertable<DB['subscriptions.draft']> => ({
      ...row,
      discount: discount && minorJson(discount),
    }),
  );
  await tx.insertInto('subscriptions.draft').values(rows).execute();
};

/** The draft subscriptions of a quote, in its order. */
export const draftsOf = async (tx: Tx, quote: OfQuote): Promise<Draft[]> => {
  const rows = await tx
    .selectFrom('subscriptions.draft')
    .selectAll()
    .where('account_id', '=', quote.account_id)
    .where('quote_id', '=', quote.id)
    .orderBy('line_no')
    .execute();
  return rows.map(({ discount, ...row }) => ({ ...row, discount: fromMinorJson<Draft['discount']>(discount) }));
};

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
