import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListOnline, OnlineRow } from './contract.ts';

/** Which of the open sessions: those named, or those that match. */
type OnlineFilter = Pick<ListOnline, 'ids' | 'q' | 'nas_id' | 'plan_id' | 'access_mode' | 'not_as_told'>;

const NOBODY = '00000000-0000-0000-0000-000000000000';

const known = (id: Id): Id | null => (id === NOBODY ? null : id);

const open = (tx: Tx) => tx.selectFrom('aaa.session as s').where('s.stopped_at', 'is', null);

/** What a session is listed by, and no more: all that match are read when they are counted or sorted. */
const keys = (tx: Tx) =>
  open(tx)
    .select(['s.id', 's.started_at', 's.heard_at', 's.username'])
    .select([
      sql<bigint>`s.input_octets + s.output_octets`.as('octets'),
      sql<number>`coalesce(s.seen_rate_down_kbps, -1)`.as('rate'),
    ]);

type Keys = ReturnType<typeof keys>;

/** Of the sessions alone: whose they are and on what is looked up beside it. */
const sessionsOf = (tx: Tx, ids: readonly Id[]) =>
  open(tx)
    .select(['s.id', 's.account_id', 's.subscription_id', 's.nas_id', 's.username', 's.calling_station_id'])
    .select(['s.nas_port_id', 's.started_at', 's.heard_at', 's.input_octets', 's.output_octets'])
    .select(['s.framed_ipv6_prefix', 's.delegated_ipv6_prefix', 's.seen_rate_down_kbps', 's.seen_rate_up_kbps'])
    .select(['s.told_mode', 's.told_rate_down_kbps', 's.told_rate_up_kbps'])
    .select(sql<string | null>`host(s.framed_ip)`.as('framed_ip'))
    .where(sql<boolean>`s.id = any (${ids}::uuid[])`)
    .execute();

type Session = Awaited<ReturnType<typeof sessionsOf>>[number];

const part = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
/** A part of an account's name is found from so many letters on; fewer are the beginning of one. */
const PART = 3;
/** So many accounts are looked for by their ids. */
const FEW = 10_000;

const isNamed = async (tx: Tx, text: string) => {
  const like = text.length < PART ? part(text).slice(1) : part(text);
  const ids = sql<{ id: Id }>`select a.id from crm.account a where lower(a.name) like ${like}`;
  const { rows } = await sql<{ id: Id }>`${ids} limit ${FEW + 1}`.execute(tx);
  return rows.length > FEW
    ? sql<boolean>`s.account_id in (${ids})`
    : sql<boolean>`s.account_id = any (${rows.map((row) => row.id)}::uuid[])`;
};

const VOUCHER_MODE = sql`case when v.state in ('unused', 'in-use') then 'allow' else 'deny' end`;

/** What a subscription deserves, or a voucher gives, as `x`. */
const deserves = (than: ReturnType<typeof sql<boolean>>) =>
  sql<boolean>`(exists (select from aaa.access x where x.account_id = s.account_id and x.subscription_id = s.subscription_id and ${than})
    or exists (select from (select ${VOUCHER_MODE} as mode, b.rate_down_kbps, b.rate_up_kbps from aaa.voucher v join aaa.voucher_batch b on b.account_id = v.account_id and b.id = v.batch_id
      where v.account_id = s.account_id and v.id = s.subscription_id) x where ${than}))`;

const ADDRESS = /^[\da-f.:]+$/i;
const STATION = /^[\da-f:.-]+$/i;

/** In the user name or the account's name; in the address or the station, of a text that can be one. */
const matching = async (tx: Tx, q: string) => {
  const text = q.toLowerCase();
  const digits = text.replaceAll(/[:.-]/g, '');
  const tests = [sql`lower(s.username) like ${part(text)}`, await isNamed(tx, text)];
  if (ADDRESS.test(text)) tests.push(sql`host(s.framed_ip) like ${part(text)}`);
  if (STATION.test(text) && digits)
    tests.push(sql`translate(lower(s.calling_station_id), ':.-', '') like ${part(digits)}`);
  return sql<boolean>`(${sql.join(tests, sql` or `)})`;
};

const filtered = async (tx: Tx, filter: OnlineFilter): Promise<Keys> => {
  let q = keys(tx);
  if (filter.ids) q = q.where('s.id', 'in', filter.ids);
  if (filter.nas_id) q = q.where('s.nas_id', '=', filter.nas_id);
  if (filter.access_mode) q = q.where(deserves(sql<boolean>`x.mode = ${sql.lit(filter.access_mode)}`));
  if (filter.not_as_told)
    q = q.where(
      sql<boolean>`s.told_mode in ('allow', 'walled') and not ${deserves(sql<boolean>`(x.mode, x.rate_down_kbps, x.rate_up_kbps)
        is not distinct from (s.told_mode, s.told_rate_down_kbps, s.told_rate_up_kbps)`)}`,
    );
  if (filter.plan_id)
    q = q.where(sql<boolean>`exists (select from subscriptions.subscription u
      where u.account_id = s.account_id and u.id = s.subscription_id and u.plan_id = ${filter.plan_id})`);
  return filter.q ? q.where(await matching(tx, filter.q)) : q;
};

interface Around {
  readonly id: Id;
  readonly nas_name: string;
  readonly account_name: string | null;
  readonly account_number: string | null;
  readonly plan_code: string | null;
  readonly access_mode: OnlineRow['access_mode'];
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  /** Of a voucher whose code is a password: its end. */
  readonly code_ending: string | null;
}

/** What stands around these sessions: NAS, account, plan, and what is deserved. */
const around = async (tx: Tx, sessions: readonly Session[]): Promise<Map<Id, Around>> => {
  const { rows: found } = await sql<Around>`
    select s.id, n.name as nas_name, a.name as account_name, a.number as account_number, coalesce(p.code, b.name) as plan_code,
      case when v.id is null then x.mode else ${VOUCHER_MODE} end as access_mode, coalesce(x.rate_down_kbps, b.rate_down_kbps) as rate_down_kbps,
      coalesce(x.rate_up_kbps, b.rate_up_kbps) as rate_up_kbps, case when v.pin_sealed is null then v.code_ending end as code_ending
    from unnest(${sessions.map((s) => s.id)}::uuid[], ${sessions.map((s) => s.account_id)}::uuid[],
      ${sessions.map((s) => s.subscription_id)}::uuid[], ${sessions.map((s) => s.nas_id)}::uuid[]) as s (id, account_id, subscription_id, nas_id)
    join aaa.nas n on n.id = s.nas_id
    left join crm.account a on a.id = s.account_id
    left join subscriptions.subscription u on u.account_id = s.account_id and u.id = s.subscription_id
    left join tariffs.plan p on p.id = u.plan_id
    left join aaa.access x on x.account_id = s.account_id and x.subscription_id = s.subscription_id
    left join aaa.voucher v on v.account_id = s.account_id and v.id = s.subscription_id
    left join aaa.voucher_batch b on b.account_id = v.account_id and b.id = v.batch_id`.execute(tx);
  return new Map(found.map((one) => [one.id, one]));
};

const isAsTold = (s: Session, a: Around): boolean =>
  (s.told_mode !== 'allow' && s.told_mode !== 'walled') ||
  (s.told_mode === a.access_mode &&
    s.told_rate_down_kbps === a.rate_down_kbps &&
    s.told_rate_up_kbps === a.rate_up_kbps);

const NOTHING: Omit<Around, 'id'> = {
  ...{ nas_name: '', account_name: null, account_number: null, plan_code: null, access_mode: null },
  ...{ rate_down_kbps: null, rate_up_kbps: null, code_ending: null },
};

const shown = (session: Session, found: Around | undefined): OnlineRow => {
  const a = found ?? { id: session.id, ...NOTHING };
  const { nas_name, account_name, account_number, plan_code, access_mode } = a;
  return {
    ...session,
    username: a.code_ending === null ? session.username : `••••••${a.code_ending}`,
    ...{ nas_name, account_name, account_number, plan_code, access_mode },
    account_id: known(session.account_id),
    subscription_id: known(session.subscription_id),
    as_told: isAsTold(session, a),
  };
};

const isFiltered = ({ q, nas_id, plan_id, access_mode, not_as_told }: OnlineFilter): boolean =>
  [q, nas_id, plan_id, access_mode, not_as_told].some(Boolean);

/** How many are online. */
const countAll = async (tx: Tx): Promise<number> =>
  (await open(tx).select(sql<number>`count(*)::int`.as('n')).executeTakeFirst())?.n ?? 0;

const SORT = {
  started_at: { sql: 's.started_at', field: 'started_at' },
  heard_at: { sql: 's.heard_at', field: 'heard_at' },
  username: { sql: 's.username', field: 'username' },
  octets: { sql: '(s.input_octets + s.output_octets)', field: 'octets' },
  rate: { sql: 'coalesce(s.seen_rate_down_kbps, -1)', field: 'rate' },
};

interface Keyed {
  readonly ids: Id[];
  readonly next_cursor: string | null;
  readonly total?: number;
}

/** A page of ids; the first with how many match, which one reading tells where all that match are read anyway. */
const pageOf = async (tx: Tx, input: ListOnline): Promise<Keyed> => {
  const counts = input.cursor === undefined && !input.ids;
  const isCountedBeside = counts && !isFiltered(input);
  const total = counts && !isCountedBeside ? sql<number>`count(*) over ()::int` : sql<number>`0`;
  const q = (await filtered(tx, input)).select(total.as('total'));
  const { items, next_cursor } = await paginate(q, input, { sort: SORT, fallback: '-started_at', idSql: 's.id' });
  const ids = items.map((one) => one.id);
  if (!counts) return { ids, next_cursor };
  return { ids, next_cursor, total: isCountedBeside ? await countAll(tx) : (items[0]?.total ?? 0) };
};

/** Sessions that are open now, with whose they are; the first page says how many there are. */
export const listOnline = async ({ tx }: Ctx, input: ListOnline): Promise<Page<OnlineRow> & { total?: number }> => {
  const { ids, ...page } = await pageOf(tx, input);
  const sessions = new Map((await sessionsOf(tx, ids)).map((session) => [session.id, session]));
  const found = await around(tx, [...sessions.values()]);
  const items = ids.flatMap((id) => {
    const session = sessions.get(id);
    return session ? [shown(session, found.get(id))] : [];
  });
  return { items, ...page };
};

/** The keys of at most `limit` open sessions that match. */
export const onlineSessions = async (
  tx: Tx,
  filter: OnlineFilter,
  limit: number,
): Promise<{ account_id: Id; id: Id }[]> =>
  (await filtered(tx, filter)).clearSelect().select(['s.account_id', 's.id']).limit(limit).execute();
