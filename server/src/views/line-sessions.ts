import type { Id } from '@isp/values';
import type { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { LineSession, ListLineSessions } from './contract.ts';
import { type UsageLine, usageLine, usedIn } from './line-sources.ts';

type Session = z.output<typeof LineSession>;
type Used = Pick<Session, 'id' | 'used_from' | 'octets' | 'late_octets' | 'noted_at'>;
type Told = Pick<Session, 'id' | 'nas_name' | 'username' | 'started_at' | 'stopped_at'>;

const lateIn = ({ account_id, subscription_id, from_at, to_at }: UsageLine) => sql`
  select session_id, sum(octets)::bigint as octets, max(noted_at) as noted_at from billing.late_usage
  where account_id = ${account_id} and subscription_id = ${subscription_id} and quarter_at >= ${from_at} and quarter_at < ${to_at} group by 1`;

/** The sessions of a line's period with their octets, summed for every page: their order is that of the sums. */
const sessionsIn = (line: UsageLine) => sql<Used>`(
  select s.session_id as id, s.used_from, s.octets, coalesce(l.octets, 0)::bigint as late_octets, l.noted_at
  from (select u.session_id, min(u.quarter_at) as used_from, sum(u.input_octets + u.output_octets)::bigint as octets from ${usedIn(line)} group by 1) s
  left join (${lateIn(line)}) l on l.session_id = s.session_id)`;

const told = async (tx: Tx, account_id: Id, ids: readonly Id[]): Promise<ReadonlyMap<Id, Told>> => {
  const { rows } = await sql<Told>`
    select s.id, n.name as nas_name, s.username, s.started_at, s.stopped_at from aaa.any_session s left join aaa.nas n on n.id = s.nas_id
    where s.account_id = ${account_id} and s.id = any (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

const GONE = { nas_name: null, username: null, started_at: null, stopped_at: null };

/** The sessions that a usage line was rated from, in the order they used something, or the greatest first. One whose own record went earlier shows with its octets alone. */
export const listLineSessions = async ({ tx }: Ctx, input: ListLineSessions): Promise<Page<Session>> => {
  const line = await usageLine(tx, input);
  let q = tx.selectFrom(sessionsIn(line).as('u')).selectAll();
  if (input.late !== undefined) q = q.where('u.late_octets', input.late ? '>' : '=', 0n);
  const page = await paginate(q, input, {
    sort: { used_from: { sql: 'u.used_from', field: 'used_from' }, octets: { sql: 'u.octets', field: 'octets' } },
    fallback: 'used_from',
    idSql: 'u.id',
  });
  const known = await told(
    tx,
    line.account_id,
    page.items.map(({ id }) => id),
  );
  return { ...page, items: page.items.map((each) => ({ ...GONE, ...known.get(each.id), ...each })) };
};
