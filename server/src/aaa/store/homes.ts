import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';

/** A home server as the packets' way needs it. */
export interface HomeServerRow {
  readonly id: Id;
  readonly name: string;
  readonly address: string;
  readonly transport: 'udp' | 'radsec';
  readonly auth_port: number;
  readonly acct_port: number;
  readonly secret_sealed: Buffer;
  readonly tls_name: string | null;
  readonly authority_pem: string | null;
  readonly chain_pem: string | null;
  readonly key_sealed: Buffer | null;
  readonly response_window_ms: number;
  readonly dead_after_s: number;
  readonly probe: 'status-server' | 'log-in' | 'none';
  readonly probe_every_s: number;
  readonly probe_username: string | null;
  readonly probe_password_sealed: Buffer | null;
  readonly revive_after_s: number;
  readonly message_authenticator: 'required' | 'auto';
  readonly signs_since: Instant | null;
  readonly may_send_coa: boolean;
}

/** One server of a pool. */
export interface MemberRow {
  readonly server_id: Id;
  readonly weight: number;
}

/** A pool with its servers in order. */
export interface HomePoolRow {
  readonly id: Id;
  readonly name: string;
  readonly mode: 'fail-over' | 'load-balance';
  readonly when_dead: 'silence' | 'reject';
  readonly members: readonly MemberRow[];
}

/** A realm; without a pool it is ours. */
export interface RealmRow {
  readonly id: Id;
  readonly name: string;
  readonly pool_id: Id | null;
  readonly strip: boolean;
  readonly accounting: 'forward' | 'keep' | 'both';
  readonly may_tunnel: boolean;
}

/** Everything that is known of where requests go. */
export interface RoutingRows {
  readonly servers: readonly HomeServerRow[];
  readonly pools: readonly HomePoolRow[];
  readonly realms: readonly RealmRow[];
}

const servers = async (tx: Tx): Promise<HomeServerRow[]> => {
  const { rows } = await sql<HomeServerRow>`
    select id, name, host(address) as address, transport, auth_port, acct_port, secret_sealed, tls_name, authority_pem, chain_pem, key_sealed, response_window_ms, dead_after_s,
      probe, probe_every_s, probe_username, probe_password_sealed, revive_after_s, message_authenticator, signs_since, may_send_coa
    from aaa.home_server where state = 'active'`.execute(tx);
  return rows;
};

const pools = async (tx: Tx): Promise<HomePoolRow[]> => {
  const { rows } = await sql<HomePoolRow>`
    select id, name, mode, when_dead, coalesce((
      select jsonb_agg(jsonb_build_object('server_id', m.server_id, 'weight', m.weight) order by m.position)
      from aaa.home_pool_member m where m.pool_id = p.id), '[]') as members
    from aaa.home_pool p`.execute(tx);
  return rows;
};

/** Where requests go: every realm and pool, and the home servers in use. */
export const routingRows = async (tx: Tx): Promise<RoutingRows> => ({
  servers: await servers(tx),
  pools: await pools(tx),
  realms: await tx
    .selectFrom('aaa.realm')
    .select(['id', 'name', 'pool_id', 'strip', 'accounting', 'may_tunnel'])
    .$castTo<RealmRow>()
    .execute(),
});

/** Notes that a home server was seen to sign its answers. */
export const noteHomeSigns = (tx: Tx, id: Id, at: Instant) =>
  tx
    .updateTable('aaa.home_server')
    .set({ signs_since: at })
    .where('id', '=', id)
    .where('message_authenticator', '=', 'auto')
    .where('signs_since', 'is', null)
    .execute();

/** How a port of a home server does. */
export interface HealthRow {
  readonly server_id: Id;
  readonly port: 'auth' | 'acct' | 'radsec';
  readonly state: 'up' | 'silent' | 'dead';
  readonly since: Instant;
  readonly why: string;
  readonly heard_at: Instant | null;
  readonly asked: number;
  readonly answered: number;
  readonly unanswered: number;
  readonly distrusted: number;
}

/** Writes down how home servers do, of those there are, as a process sees it, and lets go of what nobody saw for a day. */
export const writeHealth = async (tx: Tx, process_id: Id, rows: readonly HealthRow[]): Promise<void> => {
  await sql`
    insert into aaa.home_health (process_id, server_id, port, state, since, why, heard_at, asked, answered, unanswered, distrusted)
    select ${process_id}, r.server_id, r.port, r.state, r.since, r.why, r.heard_at, r.asked, r.answered, r.unanswered, r.distrusted
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (server_id uuid, port text, state text, since timestamptz, why text, heard_at timestamptz, asked bigint, answered bigint, unanswered bigint, distrusted bigint)
    join aaa.home_server s on s.id = r.server_id
    on conflict (server_id, port, process_id) do update set state = excluded.state, since = excluded.since, why = excluded.why, heard_at = excluded.heard_at,
      asked = excluded.asked, answered = excluded.answered, unanswered = excluded.unanswered, distrusted = excluded.distrusted, seen_at = now()`.execute(
    tx,
  );
  await sql`delete from aaa.home_health where seen_at < now() - interval '1 day'`.execute(tx);
};

/** A process sees no home servers any more. */
export const forgetHealth = (tx: Tx, process_id: Id) =>
  tx.deleteFrom('aaa.home_health').where('process_id', '=', process_id).execute();

/** Tells the console that a home server does otherwise. */
export const publishHealth = (tx: Tx) => sql`select kernel.publish('aaa.homes', '{}'::jsonb)`.execute(tx);
