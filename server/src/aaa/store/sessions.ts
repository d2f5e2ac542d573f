import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { narrowing, type Page, paginate } from '../../kernel/page.ts';
import type { CoaPacket, ListCoa, ListDiscards, ListLogins, ListSessions, Login, Session } from '../contract.ts';
import type { Told } from '../core/access.ts';
import type { Change, SpokenTo } from '../core/capability.ts';
import { noteOf } from './address-notes.ts';
import { NOBODY, REFUSALS_ENOUGH } from './literals.ts';
import { noteOnline } from './online.ts';

const sessions = (tx: Tx) =>
  tx
    .selectFrom('aaa.any_session as s')
    .innerJoin('aaa.nas as n', 'n.id', 's.nas_id')
    .select([
      's.id',
      's.nas_id',
      'n.name as nas_name',
      's.username',
      's.nas_port_id',
      's.framed_ipv6_prefix',
      's.delegated_ipv6_prefix',
    ])
    .select([
      's.calling_station_id',
      's.called_station_id',
      's.started_at',
      's.heard_at',
      's.stopped_at',
      's.session_s',
    ])
    .select(['s.input_octets', 's.output_octets', 's.terminate_cause', 's.told_rate_down_kbps', 's.told_rate_up_kbps'])
    .select([
      sql<Session['closed_by']>`s.closed_by`.as('closed_by'),
      sql<Session['told_mode']>`s.told_mode`.as('told_mode'),
      sql<string | null>`nullif(s.account_id, ${NOBODY}::uuid)`.as('account_id'),
      sql<string | null>`nullif(s.subscription_id, ${NOBODY}::uuid)`.as('subscription_id'),
      sql<string>`encode(s.acct_session_id, 'escape')`.as('acct_session_id'),
      sql<string>`host(s.client)`.as('client'),
      sql<string | null>`host(s.framed_ip)`.as('framed_ip'),
    ]);

const starting = (prefix: string): string => `${prefix.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** Up to so many accounts are looked for by name; where there are more, the list is read in its order and most of it matches. */
const FEW = 500;

/** Sessions of the log-ins that begin so, by their accounts, and of names nobody has. */
const isNamed = async (tx: Tx, username: string) => {
  const like = starting(username);
  const { rows } = await sql<{ account_id: Id }>`
    select account_id from aaa.credential where username like ${like} limit ${FEW + 1}`.execute(tx);
  const accounts = [...new Set(rows.map((row) => row.account_id))];
  const whose = sql`(s.account_id = any (${accounts}::uuid[]) or s.account_id = ${sql.lit(NOBODY)}::uuid)`;
  return sql<boolean>`(s.username like ${like} and ${rows.length > FEW ? sql`true` : whose})`;
};

export const listSessions = async (tx: Tx, input: ListSessions): Promise<Page<Session>> => {
  let q = sessions(tx);
  if (input.state) q = q.where('s.stopped_at', input.state === 'open' ? 'is' : 'is not', null);
  if (input.account_id) q = q.where('s.account_id', '=', input.account_id);
  if (input.subscription_id) q = q.where('s.subscription_id', '=', input.subscription_id);
  if (input.nas_id) q = q.where('s.nas_id', '=', input.nas_id);
  if (input.username) q = q.where(await isNamed(tx, input.username));
  if (input.from) q = q.where('s.started_at', '>=', input.from);
  if (input.to) q = q.where('s.started_at', '<', input.to);
  const within = await narrowing(
    tx,
    input,
    ['aaa.session', 'aaa.session_history'],
    input.account_id ? undefined : 'an account',
  );
  return paginate(q, input, {
    sort: {
      started_at: { sql: 's.started_at', field: 'started_at' },
      heard_at: { sql: 's.heard_at', field: 'heard_at', within },
      username: { sql: 's.username', field: 'username', within },
      output_octets: { sql: 's.output_octets', field: 'output_octets', within },
    },
    fallback: '-started_at',
    idSql: 's.id',
  });
};

/** A session; of one that went on with another subscription, as it is of the last, and of one whose user became known in its middle, as it is of that. */
export const sessionById = (tx: Tx, id: Id): Promise<Session | undefined> =>
  sessions(tx)
    .where('s.id', '=', id)
    .orderBy(sql`s.account_id = ${NOBODY}::uuid`)
    .orderBy(sql`s.stopped_at desc nulls first`)
    .executeTakeFirst();

/** What a session used, by quarter of an hour. */
export const quartersOf = (tx: Tx, session: Pick<Session, 'id' | 'account_id' | 'subscription_id'>) =>
  tx
    .selectFrom('aaa.usage_quarter')
    .select(['quarter_at as at', 'input_octets', 'output_octets'])
    .where('account_id', '=', session.account_id ?? NOBODY)
    .where('subscription_id', '=', session.subscription_id ?? NOBODY)
    .where('session_id', '=', session.id)
    .orderBy('quarter_at')
    .execute();

const coa = (tx: Tx) =>
  tx
    .selectFrom('aaa.coa as c')
    .innerJoin('aaa.nas as n', 'n.id', 'c.nas_id')
    .selectAll('c')
    .select('n.name as nas_name');

/** What was sent about a session. */
export const coaOf = (tx: Tx, account_id: Id | null, session_id: Id): Promise<CoaPacket[]> =>
  coa(tx)
    .where('c.account_id', '=', account_id ?? NOBODY)
    .where('c.session_id', '=', session_id)
    .orderBy('c.sent_at', 'desc')
    .limit(100)
    .execute();

export const listCoa = (tx: Tx, input: ListCoa): Promise<Page<CoaPacket>> => {
  let q = coa(tx);
  if (input.account_id) q = q.where('c.account_id', '=', input.account_id);
  if (input.subscription_id) q = q.where('c.subscription_id', '=', input.subscription_id);
  if (input.nas_id) q = q.where('c.nas_id', '=', input.nas_id);
  if (input.outcome) q = q.where('c.outcome', '=', input.outcome);
  return paginate(q, input, {
    sort: { sent_at: { sql: 'c.sent_at', field: 'sent_at' } },
    fallback: '-sent_at',
    idSql: 'c.id',
  });
};

export const listLogins = async (tx: Tx, input: ListLogins): Promise<Page<Login>> => {
  let q = tx
    .selectFrom('aaa.login as l')
    .leftJoin('aaa.nas as n', 'n.id', 'l.nas_id')
    .select([
      'l.at',
      'l.account_id',
      'l.subscription_id',
      'l.username',
      'l.nas_id',
      'n.name as nas_name',
      'l.calling_station_id',
      'l.outcome',
      'l.reason',
      'l.detail',
      'l.way',
    ])
    .select(sql<string>`l.id::text`.as('id'));
  if (input.account_id) q = q.where('l.account_id', '=', input.account_id);
  if (input.subscription_id) q = q.where('l.subscription_id', '=', input.subscription_id);
  if (input.username) q = q.where('l.username', 'like', starting(input.username));
  if (input.nas_id) q = q.where('l.nas_id', '=', input.nas_id);
  if (input.outcome) q = q.where('l.outcome', '=', sql.lit(input.outcome));
  if (input.way) q = q.where('l.way', '=', sql.lit(input.way));
  return paginate(q, input, { sort: { id: { sql: 'l.id', field: 'id' } }, fallback: '-id', idSql: 'l.id' });
};

export const listDiscards = (tx: Tx, input: ListDiscards) => {
  let q = tx
    .selectFrom('aaa.discard')
    .select([
      'on_day',
      'client',
      'reason',
      'count',
      'last_at',
      sql<string>`client || ' ' || reason || ' ' || on_day`.as('id'),
    ]);
  if (input.client) q = q.where('client', '=', input.client);
  if (input.reason) q = q.where('reason', '=', input.reason);
  if (input.on_day) q = q.where('on_day', '=', input.on_day);
  return paginate(q, input, {
    sort: {
      on_day: { sql: 'on_day', field: 'on_day' },
      count: { sql: 'count', field: 'count' },
      last_at: { sql: 'last_at', field: 'last_at' },
    },
    fallback: '-last_at',
    idSql: `(client || ' ' || reason || ' ' || on_day)`,
  });
};

/** An open session as a reconciliation needs it, with its NAS. */
export interface LiveSession extends Told, SpokenTo {
  readonly account_id: Id;
  readonly id: Id;
  readonly subscription_id: Id;
  readonly nas_id: Id;
  readonly username: string;
  readonly acct_session_id: Buffer;
  readonly class: Buffer | null;
  readonly client: string;
  readonly nas_ip: string | null;
  readonly nas_identifier: string | null;
  readonly nas_port_id: string | null;
  readonly framed_ip: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly calling_station_id: string | null;
  readonly called_station_id: string | null;
  readonly coa_port: number;
  /** The one that its NAS uses, while it is being changed. */
  readonly secret_sealed: Buffer;
}

const live = (tx: Tx) =>
  tx
    .selectFrom('aaa.session as s')
    .innerJoin('aaa.nas as n', 'n.id', 's.nas_id')
    .innerJoin('aaa.nas_secret as k', 'k.nas_id', 's.nas_id')
    .leftJoin('aaa.nas_health as h', 'h.nas_id', 'k.keeper_id')
    .select([
      's.account_id',
      's.id',
      's.subscription_id',
      's.nas_id',
      's.username',
      's.acct_session_id',
      's.class',
      's.nas_identifier',
      's.nas_port_id',
    ])
    .select(['s.framed_ipv6_prefix', 's.calling_station_id', 's.called_station_id'])
    .select(['s.told_mode', 's.told_rate_down_kbps', 's.told_rate_up_kbps', 'n.vendor', 'n.coa_port'])
    .select([
      'n.coa_rate',
      'n.coa_wall',
      'n.session_keys',
      sql<Buffer>`case when h.next_secret_since is null then k.secret_sealed else coalesce(k.next_secret_sealed, k.secret_sealed) end`.as(
        'secret_sealed',
      ),
      sql<
        Change[]
      >`array(select u.change from aaa.nas_unsupported u where u.nas_id = n.id and u.times >= ${REFUSALS_ENOUGH})`.as(
        'unsupported',
      ),
    ])
    .select([
      sql<string>`host(s.client)`.as('client'),
      sql<string | null>`host(s.nas_ip)`.as('nas_ip'),
      sql<string | null>`host(s.framed_ip)`.as('framed_ip'),
    ])
    .where('s.stopped_at', 'is', null);

/** The open sessions of a subscription. */
export const liveSessions = (tx: Tx, account_id: Id, subscription_id: Id): Promise<LiveSession[]> =>
  live(tx)
    .where('s.account_id', '=', account_id)
    .where('s.subscription_id', '=', subscription_id)
    .orderBy('s.started_at')
    .execute();

/** One session, when it is open. */
export const liveSession = (tx: Tx, account_id: Id, id: Id): Promise<LiveSession | undefined> =>
  live(tx).where('s.account_id', '=', account_id).where('s.id', '=', id).executeTakeFirst();

/** What a home server knows a session by; what is `undefined` it did not say. */
interface ForeignSession {
  readonly username: string | undefined;
  readonly acct_session_id: Buffer | undefined;
  readonly calling_station_id: string | undefined;
  readonly nas_port_id: string | undefined;
  readonly nas_identifier: string | undefined;
  readonly framed_ip: string | undefined;
  readonly nas_ip: string | undefined;
}

/** Open sessions of users who are nobody's of ours, by all that is said of them; a user name may lack its realm. At most a few: several are as good as none. */
export const foreignSessions = (tx: Tx, said: ForeignSession): Promise<LiveSession[]> => {
  let q = live(tx).where('s.account_id', '=', NOBODY).where('s.subscription_id', '=', NOBODY);
  for (const column of [
    'acct_session_id',
    'calling_station_id',
    'nas_port_id',
    'nas_identifier',
    'framed_ip',
    'nas_ip',
  ] as const)
    if (said[column] !== undefined) q = q.where(`s.${column}`, '=', said[column] as never);
  const name = said.username;
  if (name !== undefined)
    q = q.where((e) => e.or([e('s.username', '=', name), sql<boolean>`starts_with(s.username, ${`${name}@`})`]));
  return q.limit(10).execute();
};

/** Notes what a session's NAS was told and acknowledged. One that it let go is online no more. */
export const storeTold = async (tx: Tx, session: LiveSession, told: Told): Promise<void> => {
  await tx
    .updateTable('aaa.session')
    .set({ ...told })
    .where('account_id', '=', session.account_id)
    .where('id', '=', session.id)
    .execute();
  if (told.told_mode === 'gone') await noteOnline(tx, session);
};

const noted = sql.raw(`noted as (${noteOf('closed', 'heard_at')})`);

/** Closes a session that its NAS does not have (any more): it ended when it was last heard of. */
export const closeGone = async (tx: Tx, session: LiveSession): Promise<void> => {
  await sql`
    with closed as (
      update aaa.session set stopped_at = heard_at, closed_by = 'gone', told_mode = 'gone'
      where account_id = ${session.account_id} and id = ${session.id} and stopped_at is null returning *
    ), ${noted} select`.execute(tx);
  await noteOnline(tx, session);
};

/** Closes open sessions without news since `before`; gives how many. It waits for nobody: one that somebody writes has news, or is closed by the next sweep. */
export const closeSilent = async (tx: Tx, before: Instant): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    with silent as (
      select account_id, id from aaa.session where stopped_at is null and heard_at < ${before} order by account_id, id for update skip locked
    ), closed as (
      update aaa.session s set stopped_at = s.heard_at, closed_by = 'stale' from silent where s.account_id = silent.account_id and s.id = silent.id returning s.*
    ), ${noted} select count(*)::int as n from closed`.execute(tx);
  return rows[0]?.n ?? 0;
};

/** Subscriptions with an open session that was told other than they deserve, or came by a log-in that is none any more (as its Class says, of `class_octets`, the last four its stamp), and was not spoken to since `quiet`. */
export const outdated = async (
  tx: Tx,
  quiet: Instant,
  class_octets: number,
  limit: number,
): Promise<{ account_id: Id; subscription_id: Id }[]> => {
  const { rows } = await sql<{ account_id: Id; subscription_id: Id }>`
    select distinct s.account_id, s.subscription_id from aaa.session s
    left join aaa.access a on a.account_id = s.account_id and a.subscription_id = s.subscription_id
    left join aaa.voucher v on a.subscription_id is null and v.account_id = s.account_id and v.id = s.subscription_id
    left join aaa.voucher_batch b on b.account_id = v.account_id and b.id = v.batch_id
    left join aaa.credential c on c.account_id = s.account_id and c.subscription_id = s.subscription_id and c.state = 'active'
      and int4send(c.stamp) = substring(s.class from ${class_octets - 3}::integer)
    where s.stopped_at is null and s.told_mode in ('allow', 'walled')
      and ((coalesce(a.mode, case when v.state in ('unused', 'in-use') then 'allow' end), coalesce(a.rate_down_kbps, b.rate_down_kbps), coalesce(a.rate_up_kbps, b.rate_up_kbps))
          is distinct from (s.told_mode, s.told_rate_down_kbps, s.told_rate_up_kbps)
        or (octet_length(s.class) = ${class_octets} and c.id is null and v.id is null))
      and not exists (select from aaa.coa c where c.account_id = s.account_id and c.session_id = s.id and c.sent_at > ${quiet})
    limit ${limit}`.execute(tx);
  return rows;
};
