import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Listing, paginate } from '../../kernel/page.ts';

const roles = (tx: Tx) => tx.selectFrom('identity.role').selectAll().select('code as id');

export const roleByCode = (tx: Tx, code: string) => roles(tx).where('code', '=', code).executeTakeFirst();

export const listRoles = (tx: Tx, input: Listing) =>
  paginate(roles(tx), input, {
    sort: { code: { sql: 'code', field: 'code' }, name: { sql: 'name', field: 'name' } },
    fallback: 'name',
    idSql: 'code',
  });

/** The new role, or `undefined` when its code is taken. */
export const insertRole = (tx: Tx, row: Insertable<DB['identity.role']>) =>
  tx
    .insertInto('identity.role')
    .values(row)
    .onConflict((c) => c.doNothing())
    .returningAll()
    .returning('code as id')
    .executeTakeFirst();

export const updateRoleRow = (tx: Tx, code: string, change: Updateable<DB['identity.role']>) =>
  tx
    .updateTable('identity.role')
    .set(change)
    .where('code', '=', code)
    .returningAll()
    .returning('code as id')
    .executeTakeFirstOrThrow();

export const deleteRoleRow = async (tx: Tx, code: string): Promise<void> => {
  await tx.deleteFrom('identity.role').where('code', '=', code).execute();
};

/** How many members of staff and clients have a role. */
export const holdersOf = async (tx: Tx, code: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from identity.staff where role = ${code})::int
      + (select count(*) from identity.client where role = ${code})::int as n`.execute(tx);
  return rows[0]?.n ?? 0;
};
