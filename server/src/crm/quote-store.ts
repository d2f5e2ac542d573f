import type { Day, Id, Instant } from '@isp/values';
import type { Insertable, Selectable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListQuotes, QuoteRow } from './contract/quotes.ts';

type Table = DB['crm.quote'];
export type StoredQuote = Selectable<Table>;

const HEADER = [
  'account_id',
  'id',
  'legal_entity_id',
  'number',
  'state',
  'currency',
  'start_on',
  'anchor_day',
  'valid_until',
  'first_minor',
  'replaces_id',
  'made_by',
  'made_at',
  'sent_by',
  'sent_at',
  'closed_by',
  'closed_at',
  'reason',
] as const;

export const insertQuote = (tx: Tx, row: Insertable<Table>): Promise<StoredQuote> =>
  tx.insertInto('crm.quote').values(row).returningAll().executeTakeFirstOrThrow();

export const quoteById = (tx: Tx, id: Id): Promise<StoredQuote | undefined> =>
  tx.selectFrom('crm.quote').selectAll().where('id', '=', id).executeTakeFirst();

/** A quote that nobody else changes before this ends. */
export const quoteForUpdate = (tx: Tx, id: Id): Promise<StoredQuote | undefined> =>
  tx.selectFrom('crm.quote').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const updateQuoteRow = (
  tx: Tx,
  { account_id, id }: { readonly account_id: Id; readonly id: Id },
  change: Updateable<Table>,
): Promise<StoredQuote> =>
  tx
    .updateTable('crm.quote')
    .set(change)
    .where('account_id', '=', account_id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

export const deleteQuote = async (
  tx: Tx,
  { account_id, id }: { readonly account_id: Id; readonly id: Id },
): Promise<void> => {
  await tx.deleteFrom('crm.quote').where('account_id', '=', account_id).where('id', '=', id).execute();
};

/** The quotes that were made to take the place of one. */
export const revisionsOf = (tx: Tx, { account_id, id }: { readonly account_id: Id; readonly id: Id }) =>
  tx
    .selectFrom('crm.quote')
    .select(['id', 'number'])
    .where('account_id', '=', account_id)
    .where('replaces_id', '=', id)
    .orderBy('made_at')
    .orderBy('id')
    .execute();

/** Ends the quotes of a zone's accounts whose last day was before a day; gives whose. */
export const expireQuoteRows = async (
  tx: Tx,
  zone: string,
  today: Day,
  by: { readonly name: string; readonly at: Instant },
): Promise<Id[]> => {
  const { rows } = await sql<{ account_id: Id }>`
    update crm.quote q set state = 'expired', closed_by = ${by.name}, closed_at = ${by.at}
    from crm.account a where a.id = q.account_id and a.zone = ${zone} and q.state = 'sent' and q.valid_until < ${today}::date returning q.account_id`.execute(
    tx,
  );
  return rows.map(({ account_id }) => account_id);
};

/** Quotes without what is in them. */
export const listQuotes = async (tx: Tx, input: ListQuotes): Promise<Page<QuoteRow>> => {
  let q = tx.selectFrom('crm.quote').select(HEADER);
  if (input.account_id) q = q.where('account_id', '=', input.account_id);
  if (input.state) q = q.where('state', '=', input.state);
  if (input.number) {
    const beginning = `${input.number.replaceAll(/[\\%_]/g, '\\$&')}%`;
    q = q.where(sql<boolean>`number collate "C" like ${beginning}`);
  }
  const sort = {
    made_at: { sql: 'made_at', field: 'made_at' },
    valid_until: { sql: 'valid_until', field: 'valid_until' },
  };
  return paginate(q, input, { sort, fallback: '-made_at', idSql: 'id' });
};
