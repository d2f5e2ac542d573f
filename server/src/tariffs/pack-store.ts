import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListPacks, Pack } from './contract/packs.ts';

const packs = (tx: Tx) =>
  tx
    .selectFrom('tariffs.pack')
    .select(['id', 'code', 'name', 'what', 'lasts_days', 'price_minor', 'currency', 'tax_code', 'plan_ids'])
    .select(['state', 'created_at'])
    .select(sql<number>`amount::float8`.as('amount'));

/** Makes a pack; `undefined` when its code is taken. */
export const insertPack = (tx: Tx, row: Insertable<DB['tariffs.pack']>) =>
  tx
    .insertInto('tariffs.pack')
    .values(row)
    .onConflict((c) => c.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();

export const updatePackRow = (tx: Tx, id: Id, change: Updateable<DB['tariffs.pack']>) =>
  tx.updateTable('tariffs.pack').set(change).where('id', '=', id).executeTakeFirst();

export const packById = (tx: Tx, id: Id) =>
  packs(tx).where('id', '=', id).executeTakeFirst() as Promise<Pack | undefined>;

/** Packs, by code unless said. */
export const listPacks = async (tx: Tx, input: ListPacks): Promise<Page<Pack>> => {
  let q = packs(tx);
  if (input.state) q = q.where('state', '=', input.state);
  if (input.q) q = q.where((e) => e.or([e('name', 'ilike', `%${input.q}%`), e('code', 'ilike', `%${input.q}%`)]));
  const page = await paginate(q, input, {
    sort: {
      code: { sql: 'code', field: 'code' },
      name: { sql: 'name', field: 'name' },
      created_at: { sql: 'created_at', field: 'created_at' },
    },
    fallback: 'code',
    idSql: 'id',
  });
  return page as Page<Pack>;
};
