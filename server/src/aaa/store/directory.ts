import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { Mode } from '../core/access.ts';
import type { AllowanceRow } from '../core/allowance.ts';
import type { BindingKind } from '../core/binding.ts';
import type { Claim } from '../core/claim.ts';
import type { PasswordKind } from '../core/password.ts';
import type { PoolKind } from '../core/pool.ts';
import type { Asker, DeviceLevel } from '../core/way.ts';

/** A credential in use, with the access of its subscription (null fields when there is none). */
export interface UserRow extends AllowanceRow {
  /** 16 octets of the account, 16 of the subscription. */
  readonly ids: Buffer;
  readonly kind: 'password' | 'mac' | 'line';
  readonly username: string;
  readonly line_nas_id: Id | null;
  readonly circuit_id: string | null;
  readonly remote_id: string | null;
  /** Null for a MAC and a line. */
  readonly password_sealed: Buffer | null;
  readonly password_kind: PasswordKind;
  readonly mac: string | null;
  readonly port: string | null;
  readonly port_nas_id: Id | null;
  readonly vlan: string | null;
  readonly learn: readonly BindingKind[];
  /** What a Class says of it. */
  readonly stamp: number;
  readonly mode: Mode | null;
  readonly reason: string | null;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  /** What it has, fixed or assigned; IPv6 prefixes as CIDR. */
  readonly framed_ip: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly delegated_ipv6_prefix: string | null;
  /** Of what is assigned, when the least lately used was used last. */
  readonly used_at: Instant | null;
  readonly ipv4_pool: string | null;
  readonly ipv6_prefix_pool: string | null;
  readonly ipv6_delegated_pool: string | null;
  readonly session_timeout_s: number | null;
  readonly ends_at: Instant | null;
  readonly simultaneous: number | null;
}

const userColumns = sql`
  uuid_send(c.account_id) || uuid_send(c.subscription_id) as ids, c.kind, c.username, c.line_nas_id, c.circuit_id, c.remote_id,
  c.password_sealed, c.password_kind, c.mac, c.port, c.port_nas_id, c.vlan, c.learn, c.stamp,
  a.mode, a.reason, a.rate_down_kbps, a.rate_up_kbps, a.session_timeout_s, a.ends_at, a.simultaneous, a.ipv4_pool, a.ipv6_prefix_pool, a.ipv6_delegated_pool,
  host(coalesce(v4.address, a.framed_ip)) as framed_ip, coalesce(v6.address, a.framed_ipv6_prefix)::text as framed_ipv6_prefix,
  coalesce(pd.address, a.delegated_ipv6_prefix)::text as delegated_ipv6_prefix, least(v4.used_at, v6.used_at, pd.used_at) as used_at,
  l.octets_left::float8 as octets_left, l.ends_after_octets::float8 as ends_after_octets, l.ends_after_s, l.session_octets::float8 as session_octets, l.counts_time`;

const assigned = (kind: PoolKind, as: string) => {
  const name = sql.ref(as);
  return sql`left join aaa.assignment ${name} on ${name}.account_id = a.account_id and ${name}.subscription_id = a.subscription_id
    and ${name}.kind = ${sql.lit(kind)} and ${name}.free_since is null and not ${name}.fixed`;
};

const users = sql`aaa.credential c left join aaa.access a on a.account_id = c.account_id and a.subscription_id = c.subscription_id
  ${assigned('ipv4', 'v4')} ${assigned('ipv6-prefix', 'v6')} ${assigned('ipv6-delegated', 'pd')}
  left join aaa.allowance l on l.account_id = c.account_id and l.subscription_id = c.subscription_id`;

/** How many credentials there are in use. */
export const countUsers = async (tx: Tx): Promise<number> => {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from aaa.credential where state = 'active'`.execute(tx);
  return rows[0]?.n ?? 0;
};

/** All credentials in use, page by page, from one snapshot: run it in a transaction of its own. */
export async function* allUsers(tx: Tx, pageSize: number): AsyncGenerator<UserRow[]> {
  await sql`declare users no scroll cursor for select ${userColumns} from ${users} where c.state = 'active'`.execute(
    tx,
  );
  for (;;) {
    const { rows } = await sql<UserRow>`fetch ${sql.lit(pageSize)} from users`.execute(tx);
    if (rows.length === 0) return;
    yield rows;
  }
}

/** The credentials in use of some subscriptions. */
export const usersOf = async (tx: Tx, accounts: readonly Id[], subscriptions: readonly Id[]): Promise<UserRow[]> => {
  const { rows } = await sql<UserRow>`
    select ${userColumns} from ${users}
    join unnest(${accounts}::uuid[], ${subscriptions}::uuid[]) as k (account_id, subscription_id)
      on k.account_id = c.account_id and k.subscription_id = c.subscription_id
    where c.state = 'active'`.execute(tx);
  return rows;
};

/** The credentials in use that have claimed one of these. */
export const usersClaiming = async (tx: Tx, claims: readonly Claim[]): Promise<UserRow[]> => {
  const { rows } = await sql<UserRow>`
    select ${userColumns} from ${users} join aaa.username n on n.account_id = c.account_id and n.credential_id = c.id
    join unnest(${claims.map((c) => c.kind)}::text[], ${claims.map((c) => c.username)}::text[]) as k (kind, username)
      on k.kind = n.kind and k.username = n.username
    where c.state = 'active'`.execute(tx);
  return rows;
};

/** Staff who may log in to devices. */
export const allDeviceUsers = (tx: Tx): Promise<{ username: string; password_sealed: Buffer; level: DeviceLevel }[]> =>
  tx.selectFrom('aaa.device_user').select(['username', 'password_sealed', 'level']).execute();

/** The oldest transaction still running: what commits from now on has at least this number. */
export const oldestRunning = async (tx: Tx): Promise<string> => {
  const { rows } = await sql<{ xid: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(tx);
  return rows[0]?.xid ?? '0';
};

/** One row to be read again. */
export interface Change {
  readonly id: bigint;
  readonly kind: 'nas' | 'subscription' | 'certificate' | 'online' | 'pool' | 'device-user';
  readonly account_id: Id | null;
  readonly row_id: Id;
}

/** What changed since the reading that gave `cursor`, and the cursor for the next reading; both of one snapshot, so nothing falls between. */
export const changesSince = async (tx: Tx, cursor: string): Promise<{ cursor: string; changes: Change[] }> => {
  const { rows } = await sql<{ cursor: string } & { [K in keyof Change]: Change[K] | null }>`
    select s.cursor, c.id, c.kind, c.account_id, c.row_id
    from (select pg_snapshot_xmin(pg_current_snapshot())::text as cursor) s
    left join aaa.change c on c.xid >= ${cursor}::xid8 order by c.xid, c.id`.execute(tx);
  return {
    cursor: rows[0]?.cursor ?? cursor,
    changes: rows.filter((row) => row.id !== null) as unknown as Change[],
  };
};

/** Forgets changes older than a day of real time: a directory that was away for longer reads everything anew. */
export const pruneChanges = async (tx: Tx): Promise<void> => {
  await sql`delete from aaa.change where at < now() - interval '1 day'`.execute(tx);
};

/** A NAS as the packets' way needs it. */
export interface NasRow extends Pick<Asker, 'mac_auth' | 'identify_by' | 'device_log_in'> {
  readonly id: Id;
  readonly address: string;
  readonly state: 'active' | 'disabled';
  /** Whether NASes at its address are told apart by NAS-Identifier, and what becomes of one that is not known. */
  readonly by_identifier: 'off' | 'refuse' | 'register';
  /** So many more may register themselves. */
  readonly new_room: number;
  /** Of a NAS that is told apart: its range, and what it calls itself. */
  readonly range_id: Id | null;
  readonly identifier: string | null;
  /** Whose secrets these are: its own, or its range's. */
  readonly keeper_id: Id;
  readonly secret_sealed: Buffer;
  readonly next_secret_sealed: Buffer | null;
  /** Its requests were proven by the next secret, and lately by no other. */
  readonly uses_next: boolean;
  readonly vendor: string;
  readonly message_authenticator: 'required' | 'auto' | 'off';
  readonly signs_since: Instant | null;
  readonly radsec_identity: string | null;
}

const nasRows = (tx: Tx) =>
  tx
    .selectFrom('aaa.nas as n')
    .innerJoin('aaa.nas_secret as k', 'k.nas_id', 'n.id')
    .leftJoin('aaa.nas_health as h', 'h.nas_id', 'k.keeper_id')
    .select([
      'n.id',
      'n.address',
      'n.vendor',
      'n.message_authenticator',
      'n.signs_since',
      'n.radsec_identity',
      'n.state',
    ])
    .select(['k.secret_sealed', 'k.next_secret_sealed', 'k.keeper_id'])
    .select(sql<boolean>`h.next_secret_since is not null`.as('uses_next'))
    .select(['n.mac_auth', 'n.identify_by', 'n.device_log_in', 'n.range_id', 'n.identifier', 'n.by_identifier'])
    .select(
      sql<number>`n.new_at_most - (select count(*) from aaa.nas m where m.range_id = n.id and m.seen_first_at is not null and m.looked_at is null)::int`.as(
        'new_room',
      ),
    )
    .$castTo<NasRow>();

/** The NAS clients in use, and of those that are told apart in a range also those that are not. */
export const activeNas = (tx: Tx): Promise<NasRow[]> =>
  nasRows(tx)
    .where((e) => e.or([e('n.state', '=', 'active'), e('n.range_id', 'is not', null)]))
    .execute();

/** One NAS, in use or not. */
export const nasRow = (tx: Tx, id: Id): Promise<NasRow | undefined> =>
  nasRows(tx).where('n.id', '=', id).executeTakeFirst();
