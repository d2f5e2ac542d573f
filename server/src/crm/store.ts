import type { Id } from '@isp/values';
import type { Insertable, Selectable, Updateable } from 'kysely';
import { copyRows } from '../kernel/copy.ts';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import { type Listing, type Page, paginate } from '../kernel/page.ts';

type AccountTable = DB['crm.account'];
type NoteTable = DB['crm.note'];

export const insertAccount = (tx: Tx, account: Insertable<AccountTable>) =>
  tx.insertInto('crm.account').values(account).returningAll().executeTakeFirstOrThrow();

export const accountById = (tx: Tx, id: Id) =>
  tx.selectFrom('crm.account').selectAll().where('id', '=', id).executeTakeFirst();

export const updateAccountRow = (tx: Tx, id: Id, change: Updateable<AccountTable>) =>
  tx.updateTable('crm.account').set(change).where('id', '=', id).returningAll().executeTakeFirst();

export const insertNote = (tx: Tx, note: Insertable<NoteTable>) =>
  tx.insertInto('crm.note').values(note).returningAll().executeTakeFirstOrThrow();

export const listNotes = (tx: Tx, input: Listing & { account_id: Id }): Promise<Page<Selectable<NoteTable>>> =>
  paginate(tx.selectFrom('crm.note').selectAll().where('account_id', '=', input.account_id), input, {
    sort: { created_at: { sql: 'created_at', field: 'created_at' } },
    fallback: '-created_at',
    idSql: 'id',
  });

/** The zones that accounts live in: each has its own midnight. */
export const accountZones = async (tx: Tx): Promise<string[]> => {
  const rows = await tx.selectFrom('crm.account').select('zone').distinct().orderBy('zone').execute();
  return rows.map((r) => r.zone);
};

/** How many accounts that are not closed one pays for. */
export const countPaidFor = async (tx: Tx, payerId: Id): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from crm.account a where a.payer_id = ${payerId} and a.state <> 'closed'`.execute(tx);
  return rows[0]?.n ?? 0;
};

/** The accounts that one pays for, by id. */
export const paidFor = async (tx: Tx, payerId: Id): Promise<Id[]> => {
  const rows = await tx.selectFrom('crm.account').select('id').where('payer_id', '=', payerId).orderBy('id').execute();
  return rows.map((row) => row.id);
};

/** Copies an account under the id of its copy, of another legal entity, with a number of its own. */
export const copyAccountRow = (
  tx: Tx,
  { id, number }: { readonly id: Id; readonly number: string },
  { legal_entity_id, payer_id }: { readonly legal_entity_id: Id /** Of the copy. */; readonly payer_id: Id | null },
) =>
  copyRows(tx, 'crm.account', {
    where: sql`t.id = ${id}`,
    ids: ['id'],
    set: { legal_entity_id, payer_id, number: `${number} (rehearsal)` },
  });
