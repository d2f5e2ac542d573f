import { addDays, type Day, type Id, type Instant, later } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { Closing, ListClosings } from '../contract.ts';

/** The day a legal entity's books are closed through; undefined when they never were. */
export const closedThrough = async (tx: Tx, legalEntityId: Id): Promise<Day | undefined> => {
  const row = await tx
    .selectFrom('billing.closing')
    .select('closed_through')
    .where('legal_entity_id', '=', legalEntityId)
    .where('reopened_at', 'is', null)
    .orderBy('closed_through', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.closed_through;
};

/** The day itself, or, of one that is closed, the first that is open. */
export const openDayFrom = async (tx: Tx, legalEntityId: Id, on: Day): Promise<Day> => {
  const closed = await closedThrough(tx, legalEntityId);
  return closed === undefined ? on : later(on, addDays(closed, 1));
};

/** Takes the books for a closing alone, as soon as no posting is on its way; false when one is for all of five seconds. Whoever posts meanwhile waits for this to commit. */
export const lockBooks = async (tx: Tx, legalEntityId: Id): Promise<boolean> => {
  for (let tries = 0; tries < 50; tries++) {
    const { rows } = await sql<{ got: boolean }>`
      select pg_try_advisory_xact_lock(billing.books_lock(${legalEntityId})) as got, case when ${tries} > 0 then pg_sleep(0.1) end`.execute(
      tx,
    );
    if (rows[0]?.got) return true;
  }
  return false;
};

export const insertClosing = (
  tx: Tx,
  row: {
    readonly id: Id;
    readonly legal_entity_id: Id;
    readonly closed_through: Day;
    readonly closed_by: string;
    readonly closed_at: Instant;
  },
): Promise<Closing> => tx.insertInto('billing.closing').values(row).returningAll().executeTakeFirstOrThrow();

export const closingForUpdate = (tx: Tx, id: Id): Promise<Closing | undefined> =>
  tx.selectFrom('billing.closing').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const setReopened = (
  tx: Tx,
  id: Id,
  change: { readonly reopened_by: string; readonly reopened_at: Instant; readonly reopened_reason: string },
): Promise<Closing> =>
  tx.updateTable('billing.closing').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow();

export const listClosings = (tx: Tx, input: ListClosings): Promise<Page<Closing>> => {
  let q = tx.selectFrom('billing.closing').selectAll();
  if (input.legal_entity_id) q = q.where('legal_entity_id', '=', input.legal_entity_id);
  return paginate(q, input, {
    sort: { closed_through: { sql: 'closed_through', field: 'closed_through' } },
    fallback: '-closed_through',
    idSql: 'id',
  });
};
