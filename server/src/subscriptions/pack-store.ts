import type { Id, Instant } from '@isp/values';
import type { Insertable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import type { PackRule, PackSale } from './contract/packs.ts';

interface Key {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

export const insertPackSale = (tx: Tx, row: Insertable<DB['subscriptions.pack_sale']>): Promise<PackSale> =>
  tx.insertInto('subscriptions.pack_sale').values(row).returningAll().executeTakeFirstOrThrow();

export const packSaleById = (tx: Tx, id: Id): Promise<PackSale | undefined> =>
  tx.selectFrom('subscriptions.pack_sale').selectAll().where('id', '=', id).executeTakeFirst();

/** A sale, locked until this commits. */
export const lockPackSale = (tx: Tx, id: Id): Promise<PackSale | undefined> =>
  tx.selectFrom('subscriptions.pack_sale').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const markTakenBack = (tx: Tx, sale: PackSale, by: { readonly name: string; readonly at: Instant }) =>
  tx
    .updateTable('subscriptions.pack_sale')
    .set({ taken_back_by: by.name, taken_back_at: by.at })
    .where('account_id', '=', sale.account_id)
    .where('id', '=', sale.id)
    .execute();

export const deleteTopUp = (tx: Tx, { account_id, top_up_id }: PackSale) =>
  tx.deleteFrom('subscriptions.top_up').where('account_id', '=', account_id).where('id', '=', top_up_id).execute();

/** How often a subscription bought a pack by its rule since a moment, those taken back left out. */
export const countAutomatic = async (tx: Tx, { account_id, subscription_id }: Key, since: Instant): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from subscriptions.pack_sale
    where account_id = ${account_id} and subscription_id = ${subscription_id} and sold_at >= ${since} and automatic and taken_back_at is null`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
};

export const putPackRule = async (tx: Tx, rule: PackRule): Promise<void> => {
  const { account_id: _, subscription_id: __, ...terms } = rule;
  await tx
    .insertInto('subscriptions.pack_rule')
    .values(rule)
    .onConflict((c) => c.columns(['account_id', 'subscription_id']).doUpdateSet(terms))
    .execute();
};

export const deletePackRule = (tx: Tx, { account_id, subscription_id }: Key) =>
  tx
    .deleteFrom('subscriptions.pack_rule')
    .where('account_id', '=', account_id)
    .where('subscription_id', '=', subscription_id)
    .execute();

/** The rules of some subscriptions. */
export const packRulesOf = async (tx: Tx, of: readonly Key[]): Promise<PackRule[]> => {
  const { rows } = await sql<PackRule>`
    select r.account_id, r.subscription_id, r.pack_id, r.at_percent, r.at_most, r.set_by, r.set_at
    from unnest(${of.map((k) => k.account_id)}::uuid[], ${of.map((k) => k.subscription_id)}::uuid[]) as k(account_id, subscription_id)
    join subscriptions.pack_rule r on r.account_id = k.account_id and r.subscription_id = k.subscription_id
    order by r.account_id, r.subscription_id`.execute(tx);
  return rows;
};
