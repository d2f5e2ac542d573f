import type { Id } from '@isp/values';
import type { Insertable } from 'kysely';
import type { DB, Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { Area, ListAreas } from './contract/areas.ts';

/** Makes an area; `undefined` when its code is taken. */
export const insertArea = (tx: Tx, row: Omit<Insertable<DB['tariffs.area']>, 'rules'> & Pick<Area, 'rules'>) =>
  tx
    .insertInto('tariffs.area')
    .values({ ...row, rules: JSON.stringify(row.rules) })
    .onConflict((c) => c.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();

export const updateAreaRow = async (tx: Tx, id: Id, { rules, ...change }: Partial<Pick<Area, 'name' | 'rules'>>) => {
  await tx
    .updateTable('tariffs.area')
    .set({ ...change, ...(rules ? { rules: JSON.stringify(rules) } : {}) })
    .where('id', '=', id)
    .execute();
};

export const areasById = (tx: Tx, ids: readonly Id[]): Promise<Area[]> =>
  tx
    .selectFrom('tariffs.area')
    .selectAll()
    .where('id', 'in', [...ids, '00000000-0000-0000-0000-000000000000'])
    .orderBy('name')
    .execute() as Promise<Area[]>;

/** Areas, by code unless said. */
export const listAreas = async (tx: Tx, input: ListAreas): Promise<Page<Area>> => {
  let q = tx.selectFrom('tariffs.area').selectAll();
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
  return page as Page<Area>;
};
