import type { Day, Id, Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import type { LineSources } from './contract.ts';
import { UsageLineNotFound } from './faults.ts';

type Total = LineSources['now'];
type Counted = Omit<Total, 'octets'> & { readonly octets: string };

/** A usage line, its period's lines and credits, and what is known of it. Octets of JSON are text. */
export interface UsageLine
  extends Pick<
    LineSources,
    | 'account_id'
    | 'subscription_id'
    | 'plan_id'
    | 'plan_name'
    | 'plan_version'
    | 'currency'
    | 'zone'
    | 'period_from'
    | 'period_to'
    | 'is_pending'
  > {
  readonly from_at: Instant;
  readonly to_at: Instant;
  readonly trace: Readonly<Record<string, string | number>>;
  readonly recounted: (Counted & { readonly as_of: Day }) | null;
  readonly kept: boolean;
}

type LineKey = { readonly invoice_id: Id; readonly line_no: number };

/** A line of use by its invoice and number. The days are those of the invoice's zone, wherever the account lives now. */
export const usageLine = async (tx: Tx, key: LineKey): Promise<UsageLine> => {
  const { rows } = await sql<UsageLine>`
    select s.account_id, l.subscription_id, l.plan_id, p.name as plan_name, l.plan_version, i.currency, i.zone, l.period_from, l.period_to, l.trace,
      (l.period_from::timestamp at time zone i.zone) as from_at, (l.period_to::timestamp at time zone i.zone) as to_at,
      coalesce(s.recount_from < l.period_to, false) as is_pending,
      (select jsonb_build_object('octets', r.octets::text, 'sessions', r.sessions, 'checksum', r.checksum, 'as_of', r.as_of) from billing.usage_recount r
        where r.account_id = s.account_id and r.subscription_id = l.subscription_id and r.period_from = l.period_from) as recounted,
      not exists (select 1 from aaa.forgotten f where f.kind = 'quarters' and f.before_at > (l.period_from::timestamp at time zone i.zone)) as kept
    from billing.invoice i join billing.invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id
      join tariffs.plan p on p.id = l.plan_id join subscriptions.subscription s on s.id = l.subscription_id
    where i.id = ${key.invoice_id} and l.line_no = ${key.line_no} and l.kind = 'usage' and not l.trace ? 'meter'`.execute(
    tx,
  );
  const [line] = rows;
  if (line === undefined) throw UsageLineNotFound(key);
  return line;
};

/** Its subscription's use in its period, by quarter of an hour. */
export const usedIn = ({ account_id, subscription_id, from_at, to_at }: UsageLine) => sql`
  aaa.usage_quarter u where u.account_id = ${account_id} and u.subscription_id = ${subscription_id} and u.quarter_at >= ${from_at} and u.quarter_at < ${to_at}`;

const totalNow = async (tx: Tx, line: UsageLine): Promise<Total> => {
  const { rows } = await sql<Total>`
    select coalesce(sum(s.octets), 0)::bigint as octets, count(*)::int as sessions,
      encode(sha256(coalesce(string_agg(s.session_id || ':' || s.octets, ',' order by s.session_id), '')::bytea), 'hex') as checksum
    from (select u.session_id, sum(u.input_octets + u.output_octets)::bigint as octets from ${usedIn(line)} group by 1) s`.execute(
    tx,
  );
  return rows[0] as Total;
};

const daysOf = async (tx: Tx, line: UsageLine): Promise<LineSources['days']> => {
  const { rows } = await sql<LineSources['days'][number]>`
    select (u.quarter_at at time zone ${line.zone})::date as on_day, sum(u.input_octets + u.output_octets)::bigint as octets, count(distinct u.session_id)::int as sessions
    from ${usedIn(line)} group by 1 order by 1`.execute(tx);
  return rows;
};

const lateOf = async (tx: Tx, line: UsageLine): Promise<LineSources['late']> => {
  const { rows } = await sql<LineSources['late']>`
    select coalesce(sum(l.octets), 0)::bigint as octets, count(distinct l.session_id)::int as sessions from billing.late_usage l
    where l.account_id = ${line.account_id} and l.subscription_id = ${line.subscription_id} and l.quarter_at >= ${line.from_at} and l.quarter_at < ${line.to_at}`.execute(
    tx,
  );
  return rows[0] as LineSources['late'];
};

const linesOf = async (tx: Tx, line: UsageLine): Promise<LineSources['lines']> => {
  const { rows } = await sql<Omit<LineSources['lines'][number], 'total'> & Total>`
    select l.invoice_id, i.number as invoice_number, i.issued_on, l.line_no, coalesce((l.trace->>'tier')::int, 0) as tier, trim_scale(l.quantity)::text as quantity,
      trim_scale(l.unit_price_minor)::text as unit_price_minor, case when l.tax_inclusive then l.gross_minor else l.net_minor end + l.discount_minor as amount_minor,
      (l.trace->>'total_bytes')::bigint as octets, coalesce((l.trace->>'sessions')::int, 0) as sessions, coalesce(l.trace->>'checksum', '') as checksum
    from billing.invoice_line l join billing.invoice i on i.account_id = l.account_id and i.id = l.invoice_id
    where l.subscription_id = ${line.subscription_id} and l.kind = 'usage' and l.period_from = ${line.period_from}
    order by l.revision`.execute(tx);
  return rows.map(({ octets, sessions, checksum, ...each }) => ({ ...each, total: { octets, sessions, checksum } }));
};

const creditsOf = async (tx: Tx, line: UsageLine): Promise<LineSources['credits']> => {
  const { rows } = await sql<LineSources['credits'][number]>`
    select n.id as credit_note_id, n.number, n.issued_on, sum(c.net_minor)::bigint as net_minor, min((c.trace->>'total_bytes')::bigint) as octets
    from billing.invoice_line l join billing.line_credit c on c.account_id = l.account_id and c.invoice_id = l.invoice_id and c.invoice_line_no = l.line_no and c.kind = 'recount'
      join billing.credit_note n on n.account_id = c.account_id and n.id = c.credit_note_id
    where l.subscription_id = ${line.subscription_id} and l.kind = 'usage' and l.period_from = ${line.period_from}
    group by n.account_id, n.id order by n.issued_at, n.id`.execute(tx);
  return rows;
};

const numberOf = (value: string | number | undefined): bigint => BigInt(value ?? 0);

const isSame = (a: Total, b: Pick<Total, 'octets' | 'checksum'>): boolean =>
  a.octets === b.octets && (b.checksum === '' || a.checksum === b.checksum);

/** `2026-10-01:30:20 …`, as a line keeps it. */
const rolledOf = (text: string | number | undefined): LineSources['rating']['rolled_over'] =>
  `${text ?? ''}`
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [of = '', octets, used] = part.split(':');
      return { of: of as Day, octets: numberOf(octets), used_octets: numberOf(used) };
    });

const ratingOf = ({ trace }: UsageLine): LineSources['rating'] => ({
  included_octets: numberOf(trace.included_bytes),
  rolled_over: rolledOf(trace.rolled_over),
  billed_octets: numberOf(trace.billed_bytes),
  unit_octets: numberOf(trace.unit_bytes),
  model: (trace.model ?? 'flat') as LineSources['rating']['model'],
  rated_minor: trace.rated_minor === undefined ? null : numberOf(trace.rated_minor),
  before_minor: trace.billed_minor === undefined ? null : numberOf(trace.billed_minor),
});

const ratedOf = ({ trace }: UsageLine): Total => ({
  octets: numberOf(trace.total_bytes),
  sessions: Number.parseInt(`${trace.sessions ?? 0}`, 10),
  checksum: `${trace.checksum ?? ''}`,
});

const beforeOf = ({ trace }: UsageLine): LineSources['before'] =>
  trace.total_bytes_before === undefined
    ? null
    : { octets: numberOf(trace.total_bytes_before), checksum: `${trace.checksum_before ?? ''}` };

/**
 * What a usage line came from, and whether its records prove it. After these were deleted for their age nothing can be compared: what was rated stands on the line, with the check sum over it. What
 * came after it was billed is reckoned with once its period was rated again by the same records.
 */
export const lineSources = async ({ tx }: Ctx, input: LineKey): Promise<LineSources> => {
  const line = await usageLine(tx, input);
  const { trace: _, recounted: counted, kept, from_at: __, to_at: ___, ...known } = line;
  const recounted = counted && { ...counted, octets: BigInt(counted.octets) };
  const [now, rated] = [await totalNow(tx, line), ratedOf(line)];
  const unproven = kept ? 'differs' : 'kept-no-longer';
  const state = isSame(now, rated) ? 'proven' : recounted && isSame(now, recounted) ? 'reckoned' : unproven;
  return {
    ...known,
    state,
    rated,
    before: beforeOf(line),
    now,
    recounted,
    rating: ratingOf(line),
    lines: await linesOf(tx, line),
    credits: await creditsOf(tx, line),
    days: state === 'kept-no-longer' ? [] : await daysOf(tx, line),
    late: await lateOf(tx, line),
  };
};
