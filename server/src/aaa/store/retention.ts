import type { Day, Id, Instant } from '@isp/values';
import { type Database, sql, type Tx } from '../../kernel/db.ts';
import type { Retention } from '../contract.ts';

export type RetentionKind = Retention['kind'];

/** Which tables keep each kind; a partitioned one with its parts. */
const TABLES: Readonly<Record<RetentionKind, readonly string[]>> = {
  quarters: ['aaa.usage_quarter'],
  hours: ['aaa.usage_hour'],
  days: ['aaa.usage_day'],
  sessions: ['aaa.session', 'aaa.session_history'],
  addresses: ['aaa.address_use'],
  logins: ['aaa.login'],
  coa: ['aaa.coa'],
};
const kinds = Object.entries(TABLES).flatMap(([kind, tables]) => tables.map((table) => ({ kind, table })));

/** How long each kind is kept, how far it was deleted, and what is kept takes on disk with its indexes; null days: for ever. */
export const retentionRows = async (tx: Tx): Promise<Retention[]> => {
  const { rows } = await sql<Retention>`
    select r.kind, r.kept_days, f.before_at as forgotten_before,
      (select sum(pg_total_relation_size(t.name::regclass) + coalesce(
          (select sum(pg_total_relation_size(p.relid)) from pg_partition_tree(t.name::regclass) p where p.isleaf), 0))::bigint
        from unnest(${kinds.map((k) => k.kind)}::text[], ${kinds.map((k) => k.table)}::text[]) as t (kind, name) where t.kind = r.kind) as octets
    from aaa.retention r left join aaa.forgotten f using (kind)
    order by array_position(array['quarters', 'hours', 'days', 'sessions', 'addresses', 'logins', 'coa'], r.kind)`.execute(
    tx,
  );
  return rows;
};

/** Has a kind kept for so many days. */
export const setKept = async (tx: Tx, kind: RetentionKind, kept_days: number | null): Promise<void> => {
  await tx.updateTable('aaa.retention').set({ kept_days }).where('kind', '=', kind).execute();
};

/** Notes, before anything is deleted, that what was before a moment may be gone. */
export const noteForgotten = async (tx: Tx, kind: RetentionKind, before_at: Instant): Promise<void> => {
  await tx
    .insertInto('aaa.forgotten')
    .values({ kind, before_at })
    .onConflict((c) => c.column('kind').doUpdateSet({ before_at }).where('aaa.forgotten.before_at', '<', before_at))
    .execute();
};

/** A subscription whose use before a moment, or a day, is not needed any more. */
export interface UsageBefore {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly before_at: Instant;
  readonly before_on: Day;
}

/** How each table of use is told the age of its rows. What is not rolled up yet is never old: the next coarser sums are made from it. */
const OLD = {
  quarters: {
    table: 'aaa.usage_quarter',
    key: 'quarter_at',
    old: 'u.quarter_at < k.before_at and u.quarter_at < r.rolled_to',
  },
  hours: {
    table: 'aaa.usage_hour',
    key: 'hour_at',
    old: 'u.on_day < k.before_on and u.on_day < r.rolled_to::date - 2',
  },
  days: {
    table: 'aaa.usage_day',
    key: 'on_day',
    old: "u.on_day < k.before_on and u.on_day < date_trunc('month', r.rolled_to - interval '2 days')::date",
  },
} as const;

/** Deletes up to `limit` rows of old use of these subscriptions; gives how many. */
export const forgetUsage = async (
  db: Database,
  kind: keyof typeof OLD,
  before: readonly UsageBefore[],
  limit: number,
): Promise<number> => {
  const column = <K extends keyof UsageBefore>(name: K) => before.map((b) => b[name]);
  const { table, old } = OLD[kind];
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ctid = any (array(
      select u.ctid from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('before_at')}::timestamptz[], ${column('before_on')}::date[])
        as k (account_id, subscription_id, before_at, before_on)
      cross join aaa.rollup r
      join ${sql.table(table)} u on u.account_id = k.account_id and u.subscription_id = k.subscription_id
      where ${sql.raw(old)} limit ${limit}))`.execute(db);
  return Number(numAffectedRows ?? 0n);
};

/** Deletes up to `limit` packets that were sent before a moment; gives how many. */
export const forgetCoa = async (db: Database, before: Instant, limit: number): Promise<number> => {
  const { numAffectedRows } = await sql`
    delete from aaa.coa where ctid = any (array(select ctid from aaa.coa where sent_at < ${before} order by sent_at limit ${limit}))`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
};

/** Deletes up to `limit` uses of addresses that ended before a moment; gives how many. They lie on disk nearly in the order they ended. */
export const forgetAddressUses = async (db: Database, before: Instant, limit: number): Promise<number> => {
  const { numAffectedRows } = await sql`
    delete from aaa.address_use where ctid = any (array(select ctid from aaa.address_use where to_at < ${before} limit ${limit}))`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
};

/** Looks at the `limit` oldest log-ins that are counted and deletes those before a moment; gives how many. They are as good as in order of time. */
export const forgetLogins = async (db: Database, before: Instant, limit: number): Promise<number> => {
  const { numAffectedRows } = await sql`
    delete from aaa.login where id = any (array(
      select id from (select id, at from aaa.login where id <= (select login_id from aaa.rollup) order by id limit ${limit}) l where at < ${before}))`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
};
