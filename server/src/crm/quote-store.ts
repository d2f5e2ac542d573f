import { type Day, fromMinorJson, type Id, type Instant, minorJson } from '@isp/values';
import type { Insertable, Selectable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListQuotes, Offer, Quote, QuoteCharge, QuoteRow } from './contract/quotes.ts';

type Table = DB['crm.quote'];
type Row = Selectable<Table>;

const quoteOf = ({ charges, offer, ...row }: Row): Quote => ({
  ...row,
  charges: fromMinorJson<QuoteCharge[]>(charges),
  offer: fromMinorJson<Offer | null>(offer),
});

/** What a quote charges and comes to, as columns. */
interface Content {
  readonly charges?: readonly QuoteCharge[];
  readonly offer?: Offer;
}

const columnsOf = ({ charges, offer }: Content) => ({
  ...(charges === undefined ? {} : { charges: minorJson(charges) }),
  ...(offer === undefined ? {} : { offer: minorJson(offer) }),
});

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

export const insertQuote = async (
  tx: Tx,
  { charges, ...row }: Omit<Insertable<Table>, 'charges' | 'offer'> & Content,
): Promise<Quote> => {
  const values = { ...row, ...columnsOf({ charges: charges ?? [] }) };
  return quoteOf(await tx.insertInto('crm.quote').values(values).returningAll().executeTakeFirstOrThrow());
};

export const quoteById = async (tx: Tx, id: Id): Promise<Quote | undefined> => {
  const row = await tx.selectFrom('crm.quote').selectAll().where('id', '=', id).executeTakeFirst();
  return row && quoteOf(row);
};

/** A quote that nobody else changes before this ends. */
export const quoteForUpdate = async (tx: Tx, id: Id): Promise<Quote | undefined> => {
  const row = await tx.selectFrom('crm.quote').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && quoteOf(row);
};

export const updateQuoteRow = async (
  tx: Tx,
  { account_id, id }: { readonly account_id: Id; readonly id: Id },
  { charges, offer, ...change }: Omit<Updateable<Table>, 'charges' | 'offer'> & Content,
): Promise<Quote> => {
  const content = { ...(charges ? { charges } : {}), ...(offer ? { offer } : {}) };
  const row = await tx
    .updateTable('crm.quote')
    .set({ ...change, ...columnsOf(content) })
    .where('account_id', '=', account_id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return quoteOf(row);
};

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
