import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Listing, paginate } from '../../kernel/page.ts';

const SHOWN = ['id', 'client_id', 'name', 'role', 'state', 'created_at'] as const;

export const clientById = (tx: Tx, id: Id) =>
  tx.selectFrom('identity.client').select(SHOWN).where('id', '=', id).executeTakeFirst();

/** An active client with what checks its secret and what its role permits. */
export const activeClient = (tx: Tx, clientId: string) =>
  tx
    .selectFrom('identity.client as c')
    .innerJoin('identity.role as r', 'r.code', 'c.role')
    .select(['c.id', 'c.client_id', 'c.name', 'c.secret_digest', 'c.secret_version', 'r.permissions'])
    .where('c.client_id', '=', clientId)
    .where('c.state', '=', 'active')
    .executeTakeFirst();

export const insertClient = (tx: Tx, row: Insertable<DB['identity.client']>) =>
  tx.insertInto('identity.client').values(row).returning(SHOWN).executeTakeFirstOrThrow();

export const updateClientRow = (tx: Tx, id: Id, change: Updateable<DB['identity.client']>) =>
  tx.updateTable('identity.client').set(change).where('id', '=', id).returning(SHOWN).executeTakeFirst();

/** Gives a client another secret; tokens got with the one before are refused from now on. */
export const replaceSecret = (tx: Tx, id: Id, secret_digest: string) =>
  tx
    .updateTable('identity.client')
    .set({ secret_digest, secret_version: sql<number>`secret_version + 1` })
    .where('id', '=', id)
    .returning(SHOWN)
    .executeTakeFirst();

export const listClients = (tx: Tx, input: Listing & { state?: 'active' | 'disabled' | undefined }) => {
  let query = tx.selectFrom('identity.client').select(SHOWN);
  if (input.state) query = query.where('state', '=', input.state);
  return paginate(query, input, {
    sort: { created_at: { sql: 'created_at', field: 'created_at' }, name: { sql: 'name', field: 'name' } },
    fallback: 'name',
    idSql: 'id',
  });
};
