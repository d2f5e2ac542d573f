import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { AddressNote, AddressUse, HeldSession } from '../core/address-use.ts';
import { NOBODY } from './literals.ts';

/** Waits until nobody else places uses, and keeps others waiting until the transaction ends. */
export const lockUses = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(7423)`.execute(tx);
};

/** True when something was noted that the uses do not show yet. */
export const hasNotes = async (tx: Tx): Promise<boolean> => {
  const { rows } = await sql<{ has: boolean }>`select exists (select from aaa.address_note) as has`.execute(tx);
  return rows[0]?.has ?? false;
};

/** Takes at most `limit` notes: they are gone when, and only when, the transaction commits. */
export const takeNotes = async (tx: Tx, limit: number): Promise<(AddressNote & { account_id: Id })[]> => {
  const { rows } = await sql<AddressNote & { account_id: Id }>`
    delete from aaa.address_note where ctid = any (array(select ctid from aaa.address_note limit ${limit}))
    returning account_id, session_id, at, framed_ip, framed_ipv6_address, framed_ipv6_prefix::inet, delegated_ipv6_prefix::inet`.execute(
    tx,
  );
  return rows;
};

/** Has the sessions looked at again whose uses ended where one of these began. */
export const noteCutBy = async (tx: Tx, uses: readonly AddressUse[]): Promise<void> => {
  if (uses.length === 0) return;
  await sql`
    insert into aaa.address_note (account_id, session_id, at)
    select distinct u.account_id, u.session_id, u.told_at
    from json_to_recordset(${JSON.stringify(uses)}::json) as r (what inet, from_at timestamptz)
    join aaa.address_use u on u.what && r.what and u.to_at = r.from_at
    where u.ended_by = 'next-holder' and u.session_id is not null`.execute(tx);
};

const HELD = sql`s.account_id, s.id, s.subscription_id, s.nas_id, coalesce(s.transferred_at, s.started_at) as started_at, s.stopped_at, s.closed_by`;

/** Sessions by what notes name, those of known users first. Few notes are of a session in the history, and only those look there. */
export const heldSessions = async (
  tx: Tx,
  notes: readonly { account_id: Id; session_id: Id }[],
): Promise<HeldSession[]> => {
  const accounts = notes.map((note) => note.account_id);
  const ids = notes.map((note) => note.session_id);
  const { rows } = await sql<HeldSession>`
    with k as (select distinct * from unnest(${accounts}::uuid[], ${ids}::uuid[]) as k (account_id, id)),
    recent as materialized (select ${HELD} from k join aaa.session s on s.id = k.id and s.account_id = k.account_id)
    select * from recent union all
    select ${HELD} from (select account_id, id from k except select account_id, id from recent) k
    join aaa.session_history s on s.id = k.id and s.account_id = k.account_id
    order by account_id desc`.execute(tx);
  return rows;
};

/** One session by its id, that of a known user first. */
export const heldSession = async (tx: Tx, id: Id): Promise<HeldSession | undefined> => {
  const { rows } =
    await sql<HeldSession>`select ${HELD} from aaa.any_session s where s.id = ${id} order by s.account_id desc limit 1`.execute(
      tx,
    );
  return rows[0];
};

const USE = sql`account_id, subscription_id, session_id, nas_id, kind, what, ports, inside, told_at, from_at, to_at, ended_by`;

/** Takes the uses of some sessions, to be placed anew. */
export const takeUses = async (tx: Tx, sessions: readonly HeldSession[]): Promise<AddressUse[]> => {
  const { rows } = await sql<AddressUse>`
    delete from aaa.address_use where session_id = any (${sessions.map((s) => s.id)}::uuid[])
      and (account_id, session_id) in (select * from unnest(${sessions.map((s) => s.account_id)}::uuid[], ${sessions.map((s) => s.id)}::uuid[]))
    returning ${USE}`.execute(tx);
  return rows;
};

/** What makes a port block the same block. */
type Block = Pick<AddressUse, 'nas_id' | 'what' | 'ports' | 'told_at'>;

/** Takes one port block, when it is known, to be placed anew. */
export const takeBlock = async (tx: Tx, { nas_id, what, ports, told_at }: Block): Promise<AddressUse | undefined> => {
  const { rows } = await sql<AddressUse>`
    delete from aaa.address_use where kind = 'port-block' and what && ${what}::inet and what = ${what}::inet
      and nas_id = ${nas_id} and ports = ${ports}::int4range and told_at = ${told_at} returning ${USE}`.execute(tx);
  return rows[0];
};

/** The session that had an address at a NAS at a moment, by the uses or by what is noted for them. */
export const sessionBehind = async (
  tx: Tx,
  nas_id: Id,
  inside: string,
  at: Instant,
): Promise<HeldSession | undefined> => {
  const { rows } = await sql<HeldSession>`
    select ${HELD} from aaa.any_session s where s.nas_id = ${nas_id} and (s.account_id, s.id) in (
      select u.account_id, u.session_id from aaa.address_use u
      where u.what && ${inside}::inet and u.nas_id = ${nas_id} and u.kind <> 'port-block' and tstzrange(u.from_at, u.to_at) @> ${at}::timestamptz
      union all
      select n.account_id, n.session_id from aaa.address_note n
      where ${inside}::inet in (n.framed_ip, n.framed_ipv6_address) or ${inside}::inet <<= any (array[n.framed_ipv6_prefix, n.delegated_ipv6_prefix]))
    and coalesce(s.transferred_at, s.started_at) <= ${at} and (s.stopped_at is null or s.stopped_at > ${at})
    order by s.started_at desc limit 1`.execute(tx);
  return rows[0];
};

/** The uses to be placed as rows, each with its id, its realm and its holder. */
const placed = (uses: readonly AddressUse[]) => sql`
  r as (
    select r.*, md5(concat_ws(' ', r.nas_id, r.kind, r.what, r.ports, case when r.kind <> 'port-block' then r.account_id || ' ' || r.session_id end, extract(epoch from r.told_at)))::uuid as id,
      case when aaa.is_reused(r.what) then r.nas_id else ${NOBODY}::uuid end as realm,
      coalesce(r.ports, int4range(0, 65536)) as all_ports, tstzrange(r.from_at, r.to_at) as during
    from json_to_recordset(${JSON.stringify(uses)}::json) as r (account_id uuid, subscription_id uuid, session_id uuid, nas_id uuid, kind text,
      what inet, ports int4range, inside inet, told_at timestamptz, from_at timestamptz, to_at timestamptz, ended_by text)
  ),
  w as materialized (
    select r.*, case when r.subscription_id <> ${NOBODY}::uuid then r.subscription_id else coalesce(r.session_id, r.id) end as holder from r
  ),
  -- What stands in the table against each: the fence keeps it one look into the index for each.
  standing as materialized (
    select w.id as of, e.* from w cross join lateral (
      select e.account_id, e.id, e.from_at from aaa.address_use e
      where e.what && w.what and tstzrange(e.from_at, e.to_at) && w.during
        and coalesce(e.ports, int4range(0, 65536)) && w.all_ports and e.realm = w.realm and e.holder <> w.holder
      offset 0) e
  )`;

/**
 * Places uses, so that no address has two holders at a time: of two that would, the one that began earlier ends where the later begins. An
 * address that others use too is one thing at its NAS only. Needs `lockUses`.
 */
export const placeUses = async (tx: Tx, uses: readonly AddressUse[]): Promise<void> => {
  if (uses.length === 0) return;
  await sql`
    with ${placed(uses)}
    update aaa.address_use u set to_at = c.at, ended_by = 'next-holder'
    from (select e.account_id, e.id, min(w.from_at) as at from standing e join w on w.id = e.of
      where (w.from_at, w.id) > (e.from_at, e.id) group by e.account_id, e.id) c
    where u.account_id = c.account_id and u.id = c.id`.execute(tx);
  // Among themselves, one holds another when it is that one cut to its length: a join by equality for each length there is.
  await sql`
    with ${placed(uses)},
    length as (select distinct family(what) as family, masklen(what) as bits from w),
    cut as materialized (
      select w.*, network(set_masklen(w.what, length.bits))::inet as inside_of
      from w join length on length.family = family(w.what) and length.bits <= masklen(w.what)
    ),
    pair as (
      select a.id as a_id, a.from_at as a_from, b.id as b_id, b.from_at as b_from
      from cut a join w b on b.what = a.inside_of and b.realm = a.realm
        and b.holder <> a.holder and b.during && a.during and b.all_ports && a.all_ports
    ),
    rival as (
      select a_id as of, b_id as id, b_from as from_at from pair
      union all select b_id, a_id, a_from from pair
      union all select of, id, from_at from standing
    ),
    next as (
      select w.id, min(rival.from_at) as at from w join rival on rival.of = w.id
      where (rival.from_at, rival.id) > (w.from_at, w.id) group by w.id
    )
    insert into aaa.address_use (id, realm, holder, account_id, subscription_id, session_id, nas_id, kind, what, ports, inside, told_at, from_at, to_at, ended_by)
    select w.id, w.realm, w.holder, w.account_id, w.subscription_id, w.session_id, w.nas_id, w.kind, w.what, w.ports, w.inside, w.told_at, w.from_at,
      least(w.to_at, next.at), case when next.at < coalesce(w.to_at, 'infinity') then 'next-holder' else w.ended_by end
    from w left join next on next.id = w.id`.execute(tx);
};
