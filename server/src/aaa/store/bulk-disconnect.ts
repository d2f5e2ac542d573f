import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';

/** A session by its whole key. */
export interface SessionRef {
  readonly account_id: Id;
  readonly id: Id;
}

interface BulkDisconnect {
  readonly id: Id;
  readonly cause: string;
  readonly requested_at: Instant;
  readonly requested_by: string;
}

/** Notes sessions that are all to be ended. */
export const insertBulk = async (tx: Tx, bulk: BulkDisconnect, sessions: readonly SessionRef[]): Promise<void> => {
  await tx.insertInto('aaa.bulk_disconnect').values(bulk).execute();
  await sql`
    insert into aaa.bulk_disconnect_session (account_id, bulk_id, session_id)
    select account_id, ${bulk.id}, id from unnest(${sessions.map((s) => s.account_id)}::uuid[], ${sessions.map((s) => s.id)}::uuid[]) as s (account_id, id)`.execute(
    tx,
  );
};

/** How far it is. */
export const bulkProgress = async (tx: Tx, id: Id) => {
  const { rows } = await sql<
    BulkDisconnect & {
      total: number;
      waiting: number;
      ended: number;
      gone: number;
      refused: number;
      unanswered: number;
    }
  >`
    select b.id, b.cause, b.requested_at, b.requested_by, count(*)::int as total,
      (count(*) filter (where s.outcome is null))::int as waiting, (count(*) filter (where s.outcome = 'ack'))::int as ended,
      (count(*) filter (where s.outcome = 'gone'))::int as gone, (count(*) filter (where s.outcome = 'nak'))::int as refused,
      (count(*) filter (where s.outcome = 'timeout'))::int as unanswered
    from aaa.bulk_disconnect b join aaa.bulk_disconnect_session s on s.bulk_id = b.id where b.id = ${id} group by b.id`.execute(
    tx,
  );
  return rows[0];
};

/** Some of those that were not spoken to yet, with why they are to be. */
export const bulkWaiting = (tx: Tx, id: Id, limit: number) =>
  tx
    .selectFrom('aaa.bulk_disconnect_session as s')
    .innerJoin('aaa.bulk_disconnect as b', 'b.id', 's.bulk_id')
    .select(['s.account_id', 's.session_id', 'b.cause', 'b.requested_at'])
    .where('s.bulk_id', '=', id)
    .where('s.outcome', 'is', null)
    .limit(limit)
    .execute();

/** Notes what came of one. */
export const finishOfBulk = async (
  tx: Tx,
  bulk_id: Id,
  session: { readonly account_id: Id; readonly session_id: Id },
  result: { readonly outcome: 'ack' | 'gone' | 'nak' | 'timeout'; readonly error_cause: number | null },
): Promise<void> => {
  await tx
    .updateTable('aaa.bulk_disconnect_session')
    .set(result)
    .where('bulk_id', '=', bulk_id)
    .where('account_id', '=', session.account_id)
    .where('session_id', '=', session.session_id)
    .execute();
};
