import type { Instant } from '@isp/values';
import { type Database, sql } from '../../kernel/db.ts';
import type { SessionKey } from './accounting.ts';
import type { Connection } from './connection.ts';
import { plainArray } from './literals.ts';

/** What of a session is kept in the history: all but what its last record did. */
const COLUMNS = `account_id, id, subscription_id, nas_id, started_at, heard_at, stopped_at, input_octets, output_octets, began_after, terminate_cause, session_s,
  told_rate_down_kbps, told_rate_up_kbps, told_mode, told_framed_ip, closed_by, username, acct_session_id, class, client, nas_ip, nas_identifier, nas_port_id,
  framed_ip, framed_ipv6_address, framed_ipv6_prefix, framed_interface_id, delegated_ipv6_prefix, calling_station_id, called_station_id, transferred_at`;

/** True when a statement of accounting was refused because a session of it is in the history. */
export const isMoved = (error: unknown): boolean => (error as { code?: unknown }).code === 'ISPMV';

const RECALL = `
  with old as (
    select h.account_id, h.id, h.stopped_at from unnest($1::uuid[], $2::uuid[]) as k (account_id, id)
    join aaa.session_history h on h.id = k.id and h.account_id = k.account_id order by h.account_id, h.id for update of h
  ),
  back as (
    delete from aaa.session_history h using old where h.id = old.id and h.account_id = old.account_id and h.stopped_at = old.stopped_at returning h.*
  ),
  put as (insert into aaa.session (${COLUMNS}) select ${COLUMNS} from back order by account_id, id returning 1)
  select count(*)::int as n from put`;

/** Brings back what is in the history of these sessions; gives how many. They come in order of account and id. */
export const recallSessions = async (connection: Connection, keys: readonly SessionKey[]): Promise<number> => {
  const values = [plainArray(keys.map((key) => key.account_id)), plainArray(keys.map((key) => key.id))];
  const { rows } = await connection.query<{ n: number }>({ name: 'aaa-recall', text: RECALL, values });
  return rows[0]?.n ?? 0;
};

/** One that goes on with another subscription stays for as long: its records come by its own name, and are looked for there. */
const over = (before: Instant) => sql`stopped_at < ${before} and heard_at < ${before}
  and not (closed_by = 'transferred' and exists (select from aaa.transfer t join aaa.session n on n.account_id = t.to_account_id and n.id = session.id
    where t.account_id = session.account_id and t.subscription_id = session.subscription_id and n.stopped_at is null))`;

/** True when a session is still to be moved. */
export const hasMovable = async (db: Database, before: Instant): Promise<boolean> => {
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from aaa.session where ${over(before)}) as has`.execute(db);
  return rows[0]?.has ?? false;
};

/** Says that what ended before a moment is moved from now on: whoever writes later looks for it in the history, too. */
export const claimMove = async (db: Database, before: Instant): Promise<void> => {
  await sql`update aaa.session_move set stopped_before = greatest(stopped_before, ${before})`.execute(db);
};

/** Makes the partitions of the months that moments lie in, where there are none. */
export const makeMonths = async (db: Database, moments: readonly Instant[]): Promise<void> => {
  await sql`select aaa.make_session_month(m) from unnest(${moments}::timestamptz[]) m`.execute(db);
};

/** How many pages the table of open sessions has. */
export const sessionPages = async (db: Database): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select (pg_relation_size('aaa.session') / current_setting('block_size')::int)::int as n`.execute(db);
  return rows[0]?.n ?? 0;
};

/** Pages of the table of open sessions, from one up to another. */
interface Pages {
  readonly from: number;
  readonly to: number;
}

const within = ({ from, to }: Pages) => sql`ctid >= ${`(${from},0)`}::tid and ctid < ${`(${to},0)`}::tid`;

/** Makes the months for what is to be moved of some pages; false when nothing is. */
const makeMonthsOf = async (db: Database, pages: Pages, before: Instant): Promise<boolean> => {
  const { rows } = await sql`
    select aaa.make_session_month(month) from (select distinct date_trunc('month', stopped_at, 'UTC') as month
      from aaa.session where ${within(pages)} and ${over(before)}) m`.execute(db);
  return rows.length > 0;
};

/**
 * Moves the sessions of some pages that ended, and were last heard of, before a moment, in one transaction; gives how many. It waits for no writer: what one holds is moved another time.
 */
export const movePages = async (db: Database, pages: Pages, before: Instant): Promise<number> => {
  if (!(await makeMonthsOf(db, pages, before))) return 0;
  const { rows } = await sql<{ n: number }>`
    with gone as (
      delete from aaa.session where ctid = any (array(
        select ctid from aaa.session where ${within(pages)} and ${over(before)} order by account_id, id for update skip locked))
      and ${over(before)} returning ${sql.raw(COLUMNS)}
    ),
    kept as (insert into aaa.session_history (${sql.raw(COLUMNS)}) select ${sql.raw(COLUMNS)} from gone returning 1),
    counted as (update aaa.session_move set moved = moved + (select count(*) from kept))
    select count(*)::int as n from kept`.execute(db);
  return rows[0]?.n ?? 0;
};
