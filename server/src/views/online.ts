import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListOnline, OnlineRow } from './contract.ts';

/** Which of the open sessions: those named, or those that match. */
type OnlineFilter = Pick<ListOnline, 'ids' | 'q' | 'nas_id' | 'plan_id' | 'access_mode' | 'not_as_told'>;

const NOBODY = '00000000-0000-0000-0000-000000000000';

const known = (id: Id): Id | null => (id === NOBODY ? null : id);

/** Of the session alone: whose it is and on what is looked up for the page only, so that sorting carries no more than it must. */
const rows = (tx: Tx) =>
  tx
    .selectFrom('aaa.session as s')
    .select(['s.id', 's.account_id', 's.subscription_id', 's.nas_id', 's.username', 's.calling_station_id'])
    .select(['s.nas_port_id', 's.started_at', 's.heard_at', 's.input_octets', 's.output_octets'])
    .select(['s.framed_ipv6_prefix', 's.delegated_ipv6_prefix', 's.seen_rate_down_kbps', 's.seen_rate_up_kbps'])
    .select(['s.told_mode', 's.told_rate_down_kbps', 's.told_rate_up_kbps'])
    .select([
      sql<string | null>`host(s.framed_ip)`.as('framed_ip'),
      sql<bigint>`s.input_octets + s.output_octets`.as('octets'),
      sql<number>`coalesce(s.seen_rate_down_kbps, -1)`.as('rate'),
    ])
    .where('s.stopped_at', 'is', null);

type Rows = ReturnType<typeof rows>;
type Session = Awaited<ReturnType<Rows['execute']>>[number];

const searched = (q: Rows, text: string): Rows => {
  const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return q.where((e) =>
    e.or([
      e('s.username', 'ilike', like),
      e('s.calling_station_id', 'ilike', like),
      sql<boolean>`host(s.framed_ip) like ${like}`,
      sql<boolean>`s.account_id in (select a.id from crm.account a where a.name ilike ${like})`,
    ]),
  );
};

const VOUCHER_MODE = sql`case when v.state in ('unused', 'in-use') then 'allow' else 'deny' end`;

/** What a subscription deserves, or a voucher gives, as `x`. */
const accessIs = (than: ReturnType<typeof sql<boolean>>) =>
  sql<boolean>`(exists (select from aaa.access x where x.account_id = s.account_id and x.subscription_id = s.subscription_id and ${than})
    or exists (select from (select ${VOUCHER_MODE} as mode, b.rate_down_kbps, b.rate_up_kbps from aaa.voucher v join aaa.voucher_batch b on b.account_id = v.account_id and b.id = v.batch_id
      where v.account_id = s.account_id and v.id = s.subscription_id) x where ${than}))`;

const filtered = (tx: Tx, filter: OnlineFilter): Rows => {
  let q = rows(tx);
  if (filter.ids) q = q.where('s.id', 'in', filter.ids);
  if (filter.nas_id) q = q.where('s.nas_id', '=', filter.nas_id);
  if (filter.access_mode) q = q.where(accessIs(sql<boolean>`x.mode = ${filter.access_mode}`));
  if (filter.not_as_told)
    q = q.where(
      sql<boolean>`s.told_mode in ('allow', 'walled') and not ${accessIs(sql<boolean>`(x.mode, x.rate_down_kbps, x.rate_up_kbps)
        is not distinct from (s.told_mode, s.told_rate_down_kbps, s.told_rate_up_kbps)`)}`,
    );
  if (filter.plan_id)
    q = q.where(sql<boolean>`exists (select from subscriptions.subscription u
      where u.account_id = s.account_id and u.id = s.subscription_id and u.plan_id = ${filter.plan_id})`);
  return filter.q ? searched(q, filter.q) : q;
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
  const { octets: _, rate: __, ...own } = session;
  const a = found ?? { id: session.id, ...NOTHING };
  const { nas_name, account_name, account_number, plan_code, access_mode } = a;
  return {
    ...own,
    username: a.code_ending === null ? own.username : `••••••${a.code_ending}`,
    ...{ nas_name, account_name, account_number, plan_code, access_mode },
    account_id: known(session.account_id),
    subscription_id: known(session.subscription_id),
    as_told: isAsTold(session, a),
  };
};

const countOf = async (tx: Tx, filter: OnlineFilter): Promise<number> => {
  const q = filtered(tx, filter).clearSelect().select(sql<number>`count(*)::int`.as('n'));
  return (await q.executeTakeFirst())?.n ?? 0;
};

/** How many match: counted when the first page does not have them all. */
const totalOf = async (tx: Tx, input: ListOnline, page: Page<Session>): Promise<{ total?: number }> => {
  if (input.cursor !== undefined || input.ids) return {};
  return { total: page.next_cursor === null ? page.items.length : await countOf(tx, input) };
};

/** Sessions that are open now, with whose they are; the first page says how many there are. */
export const listOnline = async ({ tx }: Ctx, input: ListOnline): Promise<Page<OnlineRow> & { total?: number }> => {
  const page = await paginate(filtered(tx, input), input, {
    sort: {
      started_at: { sql: 's.started_at', field: 'started_at' },
      heard_at: { sql: 's.heard_at', field: 'heard_at' },
      username: { sql: 's.username', field: 'username' },
      octets: { sql: '(s.input_octets + s.output_octets)', field: 'octets' },
      rate: { sql: 'coalesce(s.seen_rate_down_kbps, -1)', field: 'rate' },
    },
    fallback: '-started_at',
    idSql: 's.id',
  });
  const found = await around(tx, page.items);
  const items = page.items.map((session) => shown(session, found.get(session.id)));
  return { items, next_cursor: page.next_cursor, ...(await totalOf(tx, input, page)) };
};

/** The keys of at most `limit` open sessions that match. */
export const onlineSessions = (tx: Tx, filter: OnlineFilter, limit: number): Promise<{ account_id: Id; id: Id }[]> =>
  filtered(tx, filter).clearSelect().select(['s.account_id', 's.id']).limit(limit).execute();
