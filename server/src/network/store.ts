import type { Id, Instant } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import { type Listing, type Page, paginate } from '../kernel/page.ts';
import type { Pool } from './contract.ts';

interface Use {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly at: Instant;
}

const pools = (tx: Tx) =>
  tx
    .selectFrom('network.pool as p')
    .select(['p.id', 'p.code', 'p.name', 'p.range', 'p.state', 'p.created_at'])
    .select(sql<bigint>`(2 ^ (32 - masklen(p.range)))::bigint - 3`.as('size'))
    .select((e) =>
      e
        .selectFrom('network.address as a')
        .select((x) => x.fn.countAll<bigint>().as('n'))
        .whereRef('a.pool_id', '=', 'p.id')
        .where('a.subscription_id', 'is not', null)
        .as('allotted'),
    )
    .$narrowType<{ allotted: bigint }>();

export const listPools = (
  tx: Tx,
  input: Listing & { readonly state?: 'active' | 'retired' | undefined },
): Promise<Page<Pool>> =>
  paginate(input.state ? pools(tx).where('p.state', '=', input.state) : pools(tx), input, {
    sort: { code: { sql: 'p.code', field: 'code' }, name: { sql: 'p.name', field: 'name' } },
    fallback: 'code',
    idSql: 'p.id',
  });

export const poolById = (tx: Tx, id: Id): Promise<Pool | undefined> =>
  pools(tx).where('p.id', '=', id).executeTakeFirst();

export const poolCodeExists = async (tx: Tx, code: string): Promise<boolean> =>
  (await tx.selectFrom('network.pool').select('id').where('code', '=', code).executeTakeFirst()) !== undefined;

export const hasPools = async (tx: Tx): Promise<boolean> =>
  (await tx.selectFrom('network.pool').select('id').limit(1).executeTakeFirst()) !== undefined;

export const overlapping = (tx: Tx, range: string) =>
  tx.selectFrom('network.pool').select('code').where(sql<boolean>`range && ${range}::cidr`).executeTakeFirst();

export const insertPool = (tx: Tx, pool: Insertable<DB['network.pool']>) =>
  tx.insertInto('network.pool').values(pool).execute();

export const updatePoolRow = (tx: Tx, id: Id, change: Updateable<DB['network.pool']>) =>
  tx.updateTable('network.pool').set(change).where('id', '=', id).execute();

/** Takes an address that was given back, the longest-unused first, from any active pool. */
export const takeFree = async (tx: Tx, use: Use): Promise<string | undefined> => {
  const { rows } = await sql<{ address: string }>`
    update network.address a set account_id = ${use.account_id}, subscription_id = ${use.subscription_id}, allotted_at = ${use.at}, released_at = null
    where a.address = (
      select f.address from network.address f join network.pool p on p.id = f.pool_id and p.state = 'active'
      where f.subscription_id is null and f.kind = 'pool'
      order by f.released_at limit 1 for update of f skip locked)
    returning host(a.address) as address`.execute(tx);
  return rows[0]?.address;
};

/** The next never-used address of the first active pool that has one; addresses given out as static are stepped over. */
export const takeNext = async (tx: Tx, use: Use): Promise<string | undefined> => {
  for (;;) {
    const { rows } = await sql<{ id: Id; address: string }>`
      update network.pool p set next_offset = p.next_offset + 1
      where p.id = (select id from network.pool where state = 'active' and next_offset < (2 ^ (32 - masklen(range)))::bigint - 1
        order by code limit 1 for update)
      returning p.id, host(network(p.range)::inet + (p.next_offset - 1)) as address`.execute(tx);
    const next = rows[0];
    if (!next) return undefined;
    if (await insertAddress(tx, next.address, next.id, 'pool', use)) return next.address;
  }
};

const insertAddress = async (
  tx: Tx,
  address: string,
  poolId: Id | null,
  kind: 'pool' | 'static',
  use: Use,
): Promise<boolean> => {
  const row = {
    address,
    pool_id: poolId,
    kind,
    account_id: use.account_id,
    subscription_id: use.subscription_id,
    allotted_at: use.at,
  };
  const inserted = await tx
    .insertInto('network.address')
    .values(row)
    .onConflict((c) => c.column('address').doNothing())
    .returning('address')
    .executeTakeFirst();
  return inserted !== undefined;
};

/** Takes a given address, whether it lies in a pool or not; false when another subscription has it. */
export const takeStatic = async (tx: Tx, address: string, use: Use): Promise<boolean> => {
  const { rows } = await sql<{ got: boolean }>`
    insert into network.address (address, pool_id, kind, account_id, subscription_id, allotted_at)
    values (${address}, (select id from network.pool where range >>= ${address}::inet), 'static', ${use.account_id}, ${use.subscription_id}, ${use.at})
    on conflict (address) do update set kind = 'static', account_id = excluded.account_id, subscription_id = excluded.subscription_id,
      allotted_at = excluded.allotted_at, released_at = null
      where network.address.subscription_id is null or network.address.subscription_id = excluded.subscription_id
    returning true as got`.execute(tx);
  return rows.length > 0;
};

export const releaseOf = (tx: Tx, accountId: Id, subscriptionId: Id, at: Instant) =>
  tx
    .updateTable('network.address')
    .set({ account_id: null, subscription_id: null, allotted_at: null, released_at: at })
    .where('account_id', '=', accountId)
    .where('subscription_id', '=', subscriptionId)
    .execute();
