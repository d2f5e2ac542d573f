import type { Id, Instant } from '@isp/values';
import { type RawBuilder, sql, type Tx } from '../../kernel/db.ts';
import type { Candidate, Held, Key, Wanted } from '../core/assignment.ts';
import type { PoolKind } from '../core/pool.ts';

const accountsOf = (keys: readonly Key[]): Id[] => keys.map((key) => key.account_id);
const subscriptionsOf = (keys: readonly Key[]): Id[] => keys.map((key) => key.subscription_id);

const keyed = (keys: readonly Key[]): RawBuilder<unknown> =>
  sql`unnest(${accountsOf(keys)}::uuid[], ${subscriptionsOf(keys)}::uuid[]) as k (account_id, subscription_id)`;

const isKeyed = sql`a.account_id = k.account_id and a.subscription_id = k.subscription_id`;

/** What subscriptions should have, by their access, which stays locked. */
export const wantedBy = async (tx: Tx, keys: readonly Key[]): Promise<Wanted[]> => {
  const { rows } = await sql<Wanted>`
    with locked as (
      select a.* from aaa.access a join ${keyed(keys)} on ${isKeyed} order by a.account_id, a.subscription_id for no key update of a
    )
    select l.account_id, l.subscription_id, w.kind, w.address::text as address, p.id as pool_id from locked l,
      lateral (values ('ipv4', l.framed_ip::cidr, l.ipv4_pool),
        ('ipv6-prefix', l.framed_ipv6_prefix, l.ipv6_prefix_pool),
        ('ipv6-delegated', l.delegated_ipv6_prefix, l.ipv6_delegated_pool)) as w (kind, address, pool)
    left join aaa.pool p on p.code = w.pool and p.nas_pool is null
    where w.address is not null or p.id is not null`.execute(tx);
  return rows;
};

const heldColumns = sql`a.account_id, a.subscription_id, a.kind, a.address::text as address, a.pool_id, a.fixed, a.used_at`;

/** What subscriptions have. */
export const heldBy = async (tx: Tx, keys: readonly Key[]): Promise<Held[]> => {
  const { rows } = await sql<Held>`
    select ${heldColumns} from aaa.assignment a join ${keyed(keys)} on ${isKeyed} where a.free_since is null`.execute(
    tx,
  );
  return rows;
};

/** What subscriptions have, and use now: it is theirs for as long again. */
export const renew = async (tx: Tx, keys: readonly Key[], now: Instant): Promise<Held[]> => {
  const { rows } = await sql<Held>`
    update aaa.assignment a set used_at = greatest(a.used_at, ${now}) from ${keyed(keys)}
    where ${isKeyed} and a.free_since is null returning ${heldColumns}`.execute(tx);
  return rows;
};

/** Takes addresses from their holders. What lies in a range that is in use waits for the next one. */
export const release = async (tx: Tx, held: readonly Pick<Held, 'address'>[], now: Instant): Promise<void> => {
  if (held.length === 0) return;
  await sql`
    update aaa.assignment a set free_since = ${now}, fixed = false,
      pool_id = (select r.pool_id from aaa.pool_range r where r.id = a.range_id and r.state = 'active')
    where a.address = any(${held.map((one) => one.address)}::cidr[])`.execute(tx);
};

const taking = (wanted: readonly Key[]): RawBuilder<unknown> =>
  sql`select account_id, subscription_id, n from unnest(${accountsOf(wanted)}::uuid[], ${subscriptionsOf(wanted)}::uuid[]) with ordinality
    as w (account_id, subscription_id, n)`;

const holding = (now: Instant): RawBuilder<unknown> =>
  sql`account_id = w.account_id, subscription_id = w.subscription_id, assigned_at = ${now}, used_at = ${now}, free_since = null`;

/** Gives back to those who come again what they had from the same pool, where nobody has had it since; gives who got something. */
export const comeBack = async (tx: Tx, wanted: readonly Wanted[], now: Instant): Promise<Held[]> => {
  if (wanted.length === 0) return [];
  const { rows } = await sql<Held>`
    with mine as (
      select distinct on (a.subscription_id, a.kind) a.address
      from aaa.assignment a join unnest(${accountsOf(wanted)}::uuid[], ${subscriptionsOf(wanted)}::uuid[], ${wanted.map((one) => one.pool_id)}::uuid[])
        as w (account_id, subscription_id, pool_id) on a.account_id = w.account_id and a.subscription_id = w.subscription_id and a.pool_id = w.pool_id
      where a.free_since is not null order by a.subscription_id, a.kind, a.free_since desc
    ), still as (
      select a.address from aaa.assignment a where a.address in (select address from mine) and a.free_since is not null for update skip locked
    )
    update aaa.assignment a set assigned_at = ${now}, used_at = ${now}, free_since = null
    where a.address in (select address from still) returning ${heldColumns}`.execute(tx);
  return rows;
};

/** True when an open session began while its subscription still had what it gave up at `since`. A Start may be a minute late. */
const inUse = sql`exists (select from aaa.session s where s.account_id = a.account_id and s.subscription_id = a.subscription_id
  and s.stopped_at is null and s.told_mode is distinct from 'gone' and s.started_at < a.free_since + interval '1 minute')`;

/** Gives each the next free address of a pool: never-used ones first, then the one given up longest ago. Whoever else takes one is not waited for. */
export const takeFree = async (tx: Tx, pool_id: Id, wanted: readonly Wanted[], now: Instant): Promise<Held[]> => {
  if (wanted.length === 0) return [];
  const { rows } = await sql<Held>`
    with free as (
      select a.address from aaa.assignment a
      where a.pool_id = ${pool_id} and a.free_since is not null
        and (a.account_id is null or a.free_since < ${now}::timestamptz - interval '1 minute' and not ${inUse})
      order by a.free_since, a.address limit ${wanted.length} for update skip locked
    ), numbered as (select address, row_number() over (order by address) as n from free), w as (${taking(wanted)})
    update aaa.assignment a set ${holding(now)} from numbered f join w on w.n = f.n where a.address = f.address
    returning ${heldColumns}`.execute(tx);
  return rows;
};

/** A range of which some was never given out. */
export interface FreshRange {
  readonly id: Id;
  readonly kind: PoolKind;
  readonly range: string;
  readonly length: number;
  readonly next_offset: bigint;
  readonly end_offset: bigint;
}

/** The first range of a pool of which some was never given out; waits for whoever is making some of it ready. */
export const freshRange = async (tx: Tx, pool_id: Id): Promise<FreshRange | undefined> => {
  const { rows } = await sql<FreshRange>`
    select id, kind, range::text as range, length, next_offset, end_offset from aaa.pool_range
    where pool_id = ${pool_id} and state = 'active' and next_offset < end_offset order by id limit 1 for update`.execute(
    tx,
  );
  return rows[0];
};

/** Makes addresses of a range ready to be assigned; those that somebody has fixed are stepped over. */
export const makeReady = async (
  tx: Tx,
  { id, pool_id }: { readonly id: Id; readonly pool_id: Id },
  addresses: readonly string[],
): Promise<void> => {
  await sql`
    with moved as (update aaa.pool_range set next_offset = next_offset + ${addresses.length} where id = ${id} returning kind)
    insert into aaa.assignment (address, kind, range_id, pool_id, free_since)
    select x.address, moved.kind, ${id}, ${pool_id}, '-infinity' from unnest(${addresses}::cidr[]) as x (address), moved
    on conflict do nothing`.execute(tx);
};

/** Held addresses of a pool that were not used since `before`, as far as is known, with what their holders' sessions say; locked. */
export const leastUsedOf = async (tx: Tx, pool_id: Id, before: Instant, limit: number): Promise<Candidate[]> => {
  const { rows } = await sql<Candidate>`
    with old as (
      select a.address, a.account_id, a.subscription_id, a.used_at from aaa.assignment a join aaa.pool_range r on r.id = a.range_id and r.state = 'active'
      where a.pool_id = ${pool_id} and a.free_since is null and not a.fixed and a.used_at < ${before}
      order by a.used_at limit ${limit} for update of a skip locked
    )
    select o.address::text as address, o.used_at as thought_at, greatest(o.used_at, s.last_at) as last_at, coalesce(s.is_online, false) as is_online from old o,
      lateral (select max(coalesce(s.stopped_at, s.heard_at)) as last_at, bool_or(s.stopped_at is null and s.told_mode is distinct from 'gone') as is_online
        from aaa.any_session s where s.account_id = o.account_id and s.subscription_id = o.subscription_id and (s.stopped_at is null or s.stopped_at > o.used_at)) s
    order by o.used_at`.execute(tx);
  return rows;
};

/** Notes when addresses were used last. */
export const noteUse = async (
  tx: Tx,
  used: readonly { readonly address: string; readonly at: Instant }[],
): Promise<void> => {
  if (used.length === 0) return;
  await sql`
    update aaa.assignment a set used_at = u.at from unnest(${used.map((one) => one.address)}::cidr[], ${used.map((one) => one.at)}::timestamptz[]) as u (address, at)
    where a.address = u.address`.execute(tx);
};

/** Takes addresses, locked, from their holders and gives them to others, one each, in order. */
export const handOver = async (
  tx: Tx,
  addresses: readonly string[],
  wanted: readonly Wanted[],
  now: Instant,
): Promise<Held[]> => {
  const { rows } = await sql<Held>`
    with w as (${taking(wanted)})
    update aaa.assignment a set ${holding(now)}
    from unnest(${addresses}::cidr[]) with ordinality as t (address, n) join w on w.n = t.n where a.address = t.address
    returning ${heldColumns}`.execute(tx);
  return rows;
};

/** Addresses that lie in one, or that it lies in; by the primary key. */
export const overlaps = (
  column: RawBuilder<unknown>,
  address: string,
): RawBuilder<boolean> => sql<boolean>`(${column} <<= ${address}::cidr
  or ${column} in (select network(set_masklen(${address}::inet, l)) from generate_series(0, masklen(${address}::inet)) l))`;

/** Lets one transaction at a time say what lies in which range: who adds a range, and who fixes an address. */
export const oneAtATime = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('aaa.pool_range'))`.execute(tx);
};

/** What stands in the way of fixing an address: somebody's, or one that its last holder's session still has. */
interface Obstacle {
  readonly address: string;
  readonly is_held: boolean;
}

/** What stands in the way of fixing an address. */
export const inTheWay = async (tx: Tx, wanted: Wanted): Promise<Obstacle | undefined> => {
  const { rows } = await sql<Obstacle>`
    select a.address::text as address, a.free_since is null as is_held from aaa.assignment a
    where ${overlaps(sql`a.address`, wanted.address ?? '')} and (a.free_since is null or a.subscription_id <> ${wanted.subscription_id} and ${inUse})
    order by 2 desc, 1 limit 1 for update of a`.execute(tx);
  return rows[0];
};

/** The range an address lies in, or that lies in it. */
export const rangeAround = async (tx: Tx, address: string) => {
  const { rows } = await sql<{ id: Id; pool_id: Id; code: string; kind: string; length: number }>`
    select r.id, r.pool_id, p.code, r.kind, r.length from aaa.pool_range r join aaa.pool p on p.id = r.pool_id
    where r.range && ${address}::cidr limit 1`.execute(tx);
  return rows[0];
};

/** Fixes an address that nothing stands in the way of. */
export const fix = async (
  tx: Tx,
  wanted: Wanted,
  range: { readonly id: Id; readonly pool_id: Id } | undefined,
  now: Instant,
): Promise<void> => {
  await sql`delete from aaa.assignment where ${overlaps(sql`address`, wanted.address ?? '')} and free_since is not null and range_id is null`.execute(
    tx,
  );
  await sql`
    insert into aaa.assignment (address, kind, range_id, pool_id, account_id, subscription_id, fixed, assigned_at, used_at)
    values (${wanted.address}::cidr, ${wanted.kind}, ${range?.id ?? null}, ${range?.pool_id ?? null}, ${wanted.account_id}, ${wanted.subscription_id}, true, ${now}, ${now})
    on conflict (address) do update set kind = excluded.kind, range_id = excluded.range_id, pool_id = excluded.pool_id, account_id = excluded.account_id,
      subscription_id = excluded.subscription_id, fixed = true, assigned_at = excluded.assigned_at, used_at = excluded.used_at, free_since = null`.execute(
    tx,
  );
};
