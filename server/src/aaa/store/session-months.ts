import type { Day, Instant } from '@isp/values';
import { type Database, sql, type Tx } from '../../kernel/db.ts';

/** A month of the history of sessions, as a table of its own. */
interface Part {
  readonly part: string;
  readonly month_on: Day;
  /** attached; or being taken out, when that was cut off; or out already. */
  readonly state: 'attached' | 'leaving' | 'out';
}

/** The months of the history by their tables' names, the oldest first. */
const PARTS = sql`
  select c.oid, c.relname as part, to_date(right(c.relname, 6), 'YYYYMM') as month_on,
    case when i.inhdetachpending then 'leaving' when c.relispartition then 'attached' else 'out' end as state
  from pg_class c left join pg_inherits i on i.inhrelid = c.oid
  where c.relnamespace = 'aaa'::regnamespace and c.relkind = 'r' and c.relname ~ '^session_history_\\d{6}$'`;

/** Months that were over before a moment. */
const partsBefore = async (db: Database, before: Instant): Promise<Part[]> => {
  const { rows } = await sql<Part>`
    select part, month_on, state from (${PARTS}) p
    where (month_on + interval '1 month') at time zone 'UTC' <= ${before} order by month_on`.execute(db);
  return rows;
};

/** Takes a month out, which holds no reader or writer up, and drops it; gives how many sessions it had. */
const dropPart = async (db: Database, { part, state }: Part): Promise<number> => {
  const table = sql.table(`aaa.${part}`);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${table}`.execute(db);
  if (state === 'attached')
    await sql`alter table aaa.session_history detach partition ${table} concurrently`.execute(db);
  if (state === 'leaving') await sql`alter table aaa.session_history detach partition ${table} finalize`.execute(db);
  await sql`drop table ${table}`.execute(db);
  return rows[0]?.n ?? 0;
};

/**
 * Drops every month of the history that was over before a moment, table by table: a month is kept until its last session is old enough. Gives how many sessions went. Cut off anywhere the next
 * run drops the rest; while somebody else is at it, it does nothing.
 */
export const forgetSessionMonths = (db: Database, before: Instant): Promise<number> =>
  db.connection().execute(async (own) => {
    const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(7425) as got`.execute(own);
    if (!rows[0]?.got) return 0;
    try {
      let dropped = 0;
      for (const part of await partsBefore(own, before)) dropped += await dropPart(own, part);
      return dropped;
    } finally {
      await sql`select pg_advisory_unlock(7425)`.execute(own);
    }
  });

/** A month of sessions that are over: how many about, by the database's own estimate, and their octets on disk with their indexes. */
interface SessionMonth {
  readonly month_on: Day;
  readonly sessions: bigint;
  readonly octets: bigint;
}

/** What is kept of sessions that are over, the latest month first. */
export const sessionMonths = async (tx: Tx): Promise<SessionMonth[]> => {
  const { rows } = await sql<SessionMonth>`
    select p.month_on, (case when c.reltuples > 0 then c.reltuples else coalesce(s.n_live_tup, 0) end)::bigint as sessions, pg_total_relation_size(p.oid)::bigint as octets
    from (${PARTS}) p join pg_class c on c.oid = p.oid left join pg_stat_user_tables s on s.relid = p.oid
    where p.state = 'attached' order by p.month_on desc`.execute(tx);
  return rows;
};

/** How many sessions stand with the open ones, about; how many were moved to the history in all; the oldest month that is kept. */
export const sessionCounts = async (
  db: Database,
): Promise<{ readonly hot: number; readonly moved: number; readonly oldest_s: number | null }> => {
  const { rows } = await sql<{ hot: number; moved: number; oldest_s: number | null }>`
    select (select (case when c.reltuples > 0 then c.reltuples else coalesce(s.n_live_tup, 0) end)::float8 from pg_class c left join pg_stat_user_tables s on s.relid = c.oid
        where c.oid = 'aaa.session'::regclass) as hot,
      (select moved::float8 from aaa.session_move) as moved,
      (select extract(epoch from min(month_on)::timestamp at time zone 'UTC')::float8 from (${PARTS}) p where state = 'attached') as oldest_s`.execute(
    db,
  );
  return rows[0] ?? { hot: 0, moved: 0, oldest_s: null };
};
