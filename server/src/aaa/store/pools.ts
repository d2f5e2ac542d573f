import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { ListPools, Pool, PoolPage, PoolRange } from '../contract/pools.ts';
import type { PoolKind } from '../core/pool.ts';
import { overlaps } from './assignments.ts';

/** What the packets' way has to know of a pool. */
export interface PoolRow {
  readonly id: Id;
  readonly code: string;
  readonly kind: PoolKind;
  /** The name to send of one that the NAS keeps; null for one of ours. */
  readonly nas_pool: string | null;
  readonly keep_offline_s: number;
  readonly when_full: 'reject' | 'nas-chooses';
}

/** All pools, as the packets' way knows them. */
export const poolFacts = (tx: Tx): Promise<PoolRow[]> =>
  tx
    .selectFrom('aaa.pool')
    .select(['id', 'code', 'kind', 'nas_pool', 'keep_offline_s', 'when_full'])
    .orderBy('code')
    .execute();

const pools = (tx: Tx) =>
  tx
    .selectFrom('aaa.pool as p')
    .selectAll('p')
    .select([
      sql<bigint>`(select coalesce(sum(r.end_offset - r.first_offset), 0)::bigint from aaa.pool_range r where r.pool_id = p.id and r.state = 'active')`.as(
        'size',
      ),
      sql<bigint>`(select coalesce(sum(c.count), 0)::bigint from aaa.assigned c where c.pool_id = p.id)`.as('assigned'),
    ]);

/** A page of pools; the fullest first when sorted by `-used`. */
export const listPools = (tx: Tx, input: ListPools): Promise<Page<Pool>> => {
  let q = pools(tx);
  if (input.kind) q = q.where('p.kind', '=', input.kind);
  if (input.kept_by) q = q.where('p.nas_pool', input.kept_by === 'us' ? 'is' : 'is not', null);
  if (input.q) {
    const like = `%${input.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
    q = q.where((e) =>
      e.or([
        e('p.name', 'ilike', like),
        e('p.code', 'ilike', like),
        sql<boolean>`exists (select from aaa.pool_range r where r.pool_id = p.id and r.range::text like ${like})`,
      ]),
    );
  }
  return paginate(q, input, {
    sort: {
      code: { sql: 'p.code', field: 'code' },
      name: { sql: 'p.name', field: 'name' },
      created_at: { sql: 'p.created_at', field: 'created_at' },
    },
    fallback: 'code',
    idSql: 'p.id',
  });
};

const rangesOf = async (tx: Tx, pool_id: Id): Promise<PoolRange[]> => {
  const { rows } = await sql<PoolRange>`
    select r.id, r.range::text as range, r.length, r.note, r.state, r.end_offset - r.first_offset as size, r.created_at,
      (select coalesce(sum(c.count), 0)::bigint from aaa.assigned c where c.range_id = r.id) as assigned
    from aaa.pool_range r where r.pool_id = ${pool_id} order by r.id`.execute(tx);
  return rows;
};

/** One pool with its ranges. */
export const poolPage = async (tx: Tx, id: Id): Promise<PoolPage | undefined> => {
  const pool = await pools(tx).where('p.id', '=', id).executeTakeFirst();
  return pool && { ...pool, ranges: await rangesOf(tx, id) };
};

/** A pool by what plans call it. */
export const poolByCode = (tx: Tx, code: string) =>
  tx.selectFrom('aaa.pool').select(['id', 'code', 'kind']).where('code', '=', code).executeTakeFirst();

/** Adds a pool; gives whether its code was free. */
export const insertPool = async (tx: Tx, row: Insertable<DB['aaa.pool']>): Promise<boolean> =>
  (await tx
    .insertInto('aaa.pool')
    .values(row)
    .onConflict((c) => c.column('code').doNothing())
    .returning('id')
    .executeTakeFirst()) !== undefined;

export const updatePoolRow = (tx: Tx, id: Id, change: Updateable<DB['aaa.pool']>) =>
  tx.updateTable('aaa.pool').set(change).where('id', '=', id).execute();

/** The range that another overlaps with, and its pool. */
export const overlapping = async (tx: Tx, range: string): Promise<{ range: string; code: string } | undefined> => {
  const { rows } = await sql<{ range: string; code: string }>`
    select r.range::text as range, p.code from aaa.pool_range r join aaa.pool p on p.id = r.pool_id where r.range && ${range}::cidr limit 1`.execute(
    tx,
  );
  return rows[0];
};

/** What is fixed for somebody in a range, or around it, and could not be one of its units; five at most. */
export const fixedOtherwise = async (tx: Tx, range: string, kind: PoolKind, length: number): Promise<string[]> => {
  const { rows } = await sql<{ address: string }>`
    select address::text as address from aaa.assignment
    where ${overlaps(sql`address`, range)} and free_since is null and (kind <> ${kind} or masklen(address) <> ${length}) order by address limit 5`.execute(
    tx,
  );
  return rows.map((row) => row.address);
};

/** Adds a range; what is fixed in it counts in its pool from now on. */
export const insertRange = async (tx: Tx, row: Insertable<DB['aaa.pool_range']>): Promise<void> => {
  await tx.insertInto('aaa.pool_range').values(row).execute();
  await sql`delete from aaa.assignment where address <<= ${row.range}::cidr and free_since is not null`.execute(tx);
  await sql`
    update aaa.assignment set range_id = ${row.id}, pool_id = ${row.pool_id} where address <<= ${row.range}::cidr`.execute(
    tx,
  );
};

/** Changes a range; gives whether it is the pool's. What lies free in it is out of use, or back, with it. */
export const updateRange = async (
  tx: Tx,
  key: { readonly id: Id; readonly pool_id: Id },
  change: Updateable<DB['aaa.pool_range']>,
): Promise<boolean> => {
  const changed = await tx
    .updateTable('aaa.pool_range')
    .set(change)
    .where('id', '=', key.id)
    .where('pool_id', '=', key.pool_id)
    .returning('state')
    .executeTakeFirst();
  if (changed === undefined) return false;
  await sql`
    update aaa.assignment set pool_id = ${changed.state === 'active' ? key.pool_id : null}
    where range_id = ${key.id} and free_since is not null and pool_id is distinct from ${changed.state === 'active' ? key.pool_id : null}`.execute(
    tx,
  );
  return true;
};

/** Who has an address, locked. */
export const holderOf = async (tx: Tx, address: string) => {
  const { rows } = await sql<{ address: string; account_id: Id; subscription_id: Id; fixed: boolean }>`
    select address::text as address, account_id, subscription_id, fixed from aaa.assignment
    where address = ${address}::cidr and free_since is null for update`.execute(tx);
  return rows[0];
};

/** How full each pool of ours is. */
export const poolUse = async (tx: Tx): Promise<{ code: string; size: bigint; assigned: bigint }[]> =>
  pools(tx).where('p.nas_pool', 'is', null).execute();
