import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { Owner, SessionRecord } from '../core/record.ts';
import { noteOf } from './address-notes.ts';
import type { Connection } from './connection.ts';
import { plainArray } from './literals.ts';

/** From whom to whom. */
export interface TransferOf {
  readonly from: Owner;
  readonly to: Owner;
}

const isOf = ({ account_id, subscription_id }: Owner) =>
  sql`account_id = ${account_id} and subscription_id = ${subscription_id}`;

const becomes = ({ account_id, subscription_id }: Owner) =>
  sql`account_id = ${account_id}, subscription_id = ${subscription_id}`;

/** Gives the log-ins in use to another subscription, with their names; sessions that came by them did so still. */
export const moveCredentials = async (tx: Tx, { from, to }: TransferOf): Promise<void> => {
  const { rows } = await sql<{ id: Id }>`
    update aaa.credential set ${becomes(to)} where ${isOf(from)} and state = 'active' returning id`.execute(tx);
  await sql`
    update aaa.username set account_id = ${to.account_id}
    where account_id = ${from.account_id} and credential_id = any (${rows.map(({ id }) => id)}::uuid[])`.execute(tx);
};

/** Gives the addresses that a subscription has to another. */
export const moveAssignments = async (tx: Tx, { from, to }: TransferOf): Promise<void> => {
  await sql`update aaa.assignment set ${becomes(to)} where ${isOf(from)} and free_since is null`.execute(tx);
};

/** What a session is known by, what its NAS was told, and how far it has come: it goes on from there. */
const KEPT = sql.raw(
  `nas_id, started_at, heard_at, input_octets, output_octets, added_at, began_after, session_s, told_rate_down_kbps, told_rate_up_kbps, told_mode, told_framed_ip,
    username, acct_session_id, class, client, nas_ip, nas_identifier, nas_port_id, framed_ip, framed_ipv6_address, framed_ipv6_prefix, framed_interface_id, delegated_ipv6_prefix,
    calling_station_id, called_station_id, seen_rate_down_kbps, seen_rate_up_kbps, described`,
);

/** Ends the open sessions of a subscription at a moment, and has them go on as another's by the same ids: what they add from then on is its use. */
export const moveSessions = async (tx: Tx, { from, to }: TransferOf, at: Instant): Promise<void> => {
  await sql`
    with ended as (
      update aaa.session set stopped_at = greatest(started_at, ${at}), closed_by = 'transferred' where ${isOf(from)} and stopped_at is null returning *
    ), begun as (
      insert into aaa.session as s (account_id, id, subscription_id, transferred_at, ${KEPT})
      select ${to.account_id}::uuid, id, ${to.subscription_id}::uuid, stopped_at, ${KEPT} from ended
      on conflict (account_id, id) do update set subscription_id = excluded.subscription_id, transferred_at = excluded.transferred_at, stopped_at = null, closed_by = null,
        heard_at = excluded.heard_at, session_s = excluded.session_s, input_octets = excluded.input_octets, output_octets = excluded.output_octets, added_at = excluded.added_at,
        told_mode = excluded.told_mode, told_rate_down_kbps = excluded.told_rate_down_kbps, told_rate_up_kbps = excluded.told_rate_up_kbps
      returning *
    ), noted as (${sql.raw(noteOf('ended', 'stopped_at'))}), noted_too as (${sql.raw(noteOf('begun', 'transferred_at'))})
    select`.execute(tx);
};

/** Keeps to whom the records go of sessions that began with a subscription. */
export const noteTransfer = async (tx: Tx, { from, to }: TransferOf, at: Instant): Promise<void> => {
  await tx
    .insertInto('aaa.transfer')
    .values({ ...from, to_account_id: to.account_id, to_subscription_id: to.subscription_id, at })
    .execute();
};

const OWNERS = `
  select k.id, t.to_account_id as account_id, t.to_subscription_id as subscription_id
  from unnest($1::uuid[], $2::uuid[]) as k (account_id, id)
  join aaa.session s on s.account_id = k.account_id and s.id = k.id and s.closed_by = 'transferred'
  join aaa.transfer t on t.account_id = s.account_id and t.subscription_id = s.subscription_id`;

/** With whom the sessions of these records went on, by session; those that went on with nobody else are left out. */
export const newOwners = async (
  connection: Connection,
  records: readonly SessionRecord[],
): Promise<ReadonlyMap<Id, Owner>> => {
  const values = [plainArray(records.map((one) => one.account_id)), plainArray(records.map((one) => one.id))];
  const { rows } = await connection.query<Owner & { id: Id }>({ name: 'aaa-new-owners', text: OWNERS, values });
  return new Map(rows.map(({ id, account_id, subscription_id }) => [id, { account_id, subscription_id }]));
};
