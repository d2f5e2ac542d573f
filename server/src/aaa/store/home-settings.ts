import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Listing, type Page, paginate } from '../../kernel/page.ts';
import type { HomePool, HomeServer, ListHomePools, ListHomeServers, ListRealms, Realm } from '../contract.ts';

const like = (q: string): string => `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;

const servers = (tx: Tx) =>
  tx
    .selectFrom('aaa.home_server as s')
    .select(['s.id', 's.name', 's.transport', 's.auth_port', 's.acct_port', 's.tls_name', 's.response_window_ms'])
    .select(['s.dead_after_s', 's.probe', 's.probe_every_s', 's.probe_username', 's.revive_after_s'])
    .select(['s.message_authenticator', 's.signs_since', 's.may_send_coa', 's.state', 's.created_at'])
    .select([
      sql<string>`host(s.address)`.as('address'),
      sql<
        HomeServer['pools']
      >`coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name)
        from aaa.home_pool_member m join aaa.home_pool p on p.id = m.pool_id where m.server_id = s.id), '[]')`.as(
        'pools',
      ),
    ]);

type ServerRow = Omit<HomeServer, 'ports'>;

type PortRow = HomeServer['ports'][number] & { readonly server_id: Id };

/**
 * How each port of these home servers does over all RADIUS processes: what the one says that sees it worst, the longest, and the sums of all. A process that did not say
 * anything for half a minute while others did is gone; when none says anything, what was known last stands.
 */
const portsOf = async (tx: Tx, servers: readonly Id[]): Promise<PortRow[]> => {
  const { rows } = await sql<PortRow>`
    with said as (
      select h.*, max(h.seen_at) over (partition by h.server_id) as latest from aaa.home_health h where h.server_id = any (${servers}::uuid[])
    ), worst as (
      select distinct on (server_id, port) server_id, port, state, since, why, max(heard_at) over every as heard_at,
        (sum(asked) over every)::bigint as asked, (sum(answered) over every)::bigint as answered,
        (sum(unanswered) over every)::bigint as unanswered, (sum(distrusted) over every)::bigint as distrusted,
        (count(*) over every)::int as processes, (count(*) over (partition by server_id, port, state))::int as agreed
      from said where seen_at > latest - interval '30 seconds'
      window every as (partition by server_id, port)
      order by server_id, port, array_position('{dead,silent,up}'::text[], state), since
    )
    select * from worst order by port = 'acct'`.execute(tx);
  return rows;
};

/** Adds how each port of them does. */
const withPorts = async (tx: Tx, rows: readonly ServerRow[]): Promise<HomeServer[]> => {
  const health = await portsOf(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, ports: health.filter(({ server_id }) => server_id === row.id) }));
};

/** The home servers, page by page. */
export const listHomeServers = async (tx: Tx, input: ListHomeServers & Listing): Promise<Page<HomeServer>> => {
  let q = servers(tx);
  if (input.state) q = q.where('s.state', '=', input.state);
  const text = input.q;
  if (text)
    q = q.where((e) => e.or([e('s.name', 'ilike', like(text)), sql<boolean>`host(s.address) like ${like(text)}`]));
  const page = await paginate(q.$castTo<ServerRow>(), input, {
    sort: { name: { sql: 's.name', field: 'name' }, created_at: { sql: 's.created_at', field: 'created_at' } },
    fallback: 'name',
    idSql: 's.id',
  });
  return { ...page, items: await withPorts(tx, page.items) };
};

export const homeServerById = async (tx: Tx, id: Id): Promise<HomeServer | undefined> => {
  const rows = await servers(tx).where('s.id', '=', id).$castTo<ServerRow>().execute();
  return (await withPorts(tx, rows))[0];
};

/** What of its secrets a home server has, to be merged with what is changed. */
export const homeServerSecrets = (tx: Tx, id: Id) =>
  tx
    .selectFrom('aaa.home_server')
    .select(['secret_sealed', 'authority_pem', 'chain_pem', 'key_sealed', 'probe_password_sealed'])
    .where('id', '=', id)
    .executeTakeFirst();

const isNamed = async (tx: Tx, table: 'aaa.home_server' | 'aaa.home_pool' | 'aaa.realm', name: string, but: Id) =>
  (await tx.selectFrom(table).select('id').where('name', '=', name).where('id', '!=', but).executeTakeFirst()) !==
  undefined;

export const homeServerNamed = (tx: Tx, name: string, but: Id) => isNamed(tx, 'aaa.home_server', name, but);
export const homePoolNamed = (tx: Tx, name: string, but: Id) => isNamed(tx, 'aaa.home_pool', name, but);
export const realmNamed = (tx: Tx, name: string, but: Id) => isNamed(tx, 'aaa.realm', name, but);

export const insertHomeServer = (tx: Tx, row: Insertable<DB['aaa.home_server']>) =>
  tx.insertInto('aaa.home_server').values(row).execute();

export const updateHomeServerRow = (tx: Tx, id: Id, change: Updateable<DB['aaa.home_server']>) =>
  tx.updateTable('aaa.home_server').set(change).where('id', '=', id).execute();

export const deleteHomeServer = (tx: Tx, id: Id) => tx.deleteFrom('aaa.home_server').where('id', '=', id).execute();

const pools = (tx: Tx) =>
  tx.selectFrom('aaa.home_pool as p').select([
    'p.id',
    'p.name',
    'p.mode',
    'p.when_dead',
    'p.created_at',
    sql<
      HomePool['members']
    >`coalesce((select jsonb_agg(jsonb_build_object('server_id', s.id, 'name', s.name, 'weight', m.weight) order by m.position)
      from aaa.home_pool_member m join aaa.home_server s on s.id = m.server_id where m.pool_id = p.id), '[]')`.as(
      'members',
    ),
    sql<string[]>`array(select r.name from aaa.realm r where r.pool_id = p.id order by r.name)`.as('realms'),
    sql<bigint>`(select count(*) from aaa.home_record h where h.pool_id = p.id)`.as('waiting'),
    sql<
      HomePool['waiting_since']
    >`(select h.received_at from aaa.home_record h where h.pool_id = p.id order by h.id limit 1)`.as('waiting_since'),
  ]);

/** The home pools, page by page. */
export const listHomePools = (tx: Tx, input: ListHomePools & Listing): Promise<Page<HomePool>> => {
  let q = pools(tx);
  if (input.q) q = q.where('p.name', 'ilike', like(input.q));
  return paginate(q.$castTo<HomePool>(), input, {
    sort: { name: { sql: 'p.name', field: 'name' }, created_at: { sql: 'p.created_at', field: 'created_at' } },
    fallback: 'name',
    idSql: 'p.id',
  });
};

export const homePoolById = (tx: Tx, id: Id): Promise<HomePool | undefined> =>
  pools(tx).where('p.id', '=', id).$castTo<HomePool>().executeTakeFirst();

export const insertHomePool = (tx: Tx, row: Insertable<DB['aaa.home_pool']>) =>
  tx.insertInto('aaa.home_pool').values(row).execute();

export const updateHomePoolRow = (tx: Tx, id: Id, change: Updateable<DB['aaa.home_pool']>) =>
  tx.updateTable('aaa.home_pool').set(change).where('id', '=', id).execute();

/** Removes a pool, with the records that wait for it. */
export const deleteHomePool = async (tx: Tx, id: Id): Promise<void> => {
  await tx.deleteFrom('aaa.home_record').where('pool_id', '=', id).execute();
  await tx.deleteFrom('aaa.home_pool').where('id', '=', id).execute();
};

/** Gives a pool these members, in this order. */
export const setMembers = async (
  tx: Tx,
  pool_id: Id,
  members: readonly { readonly server_id: Id; readonly weight: number }[],
): Promise<void> => {
  await tx.deleteFrom('aaa.home_pool_member').where('pool_id', '=', pool_id).execute();
  await tx
    .insertInto('aaa.home_pool_member')
    .values(members.map((member, position) => ({ ...member, pool_id, position })))
    .execute();
};

const realms = (tx: Tx) =>
  tx
    .selectFrom('aaa.realm as r')
    .leftJoin('aaa.home_pool as p', 'p.id', 'r.pool_id')
    .select([
      'r.id',
      'r.name',
      'r.pool_id',
      'p.name as pool_name',
      'r.strip',
      'r.accounting',
      'r.may_tunnel',
      'r.created_at',
    ]);

/** The realms, page by page. */
export const listRealms = (tx: Tx, input: ListRealms & Listing): Promise<Page<Realm>> => {
  let q = realms(tx);
  if (input.pool_id) q = q.where('r.pool_id', '=', input.pool_id);
  if (input.q) q = q.where('r.name', 'ilike', like(input.q));
  return paginate(q.$castTo<Realm>(), input, {
    sort: { name: { sql: 'r.name', field: 'name' }, created_at: { sql: 'r.created_at', field: 'created_at' } },
    fallback: 'name',
    idSql: 'r.id',
  });
};

export const realmById = (tx: Tx, id: Id): Promise<Realm | undefined> =>
  realms(tx).where('r.id', '=', id).$castTo<Realm>().executeTakeFirst();

export const insertRealm = (tx: Tx, row: Insertable<DB['aaa.realm']>) =>
  tx.insertInto('aaa.realm').values(row).execute();

export const updateRealmRow = (tx: Tx, id: Id, change: Updateable<DB['aaa.realm']>) =>
  tx.updateTable('aaa.realm').set(change).where('id', '=', id).execute();

export const deleteRealm = (tx: Tx, id: Id) => tx.deleteFrom('aaa.realm').where('id', '=', id).execute();
