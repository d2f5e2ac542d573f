import { addMonths, addMs, type Day, dayFrom, dayIn, type Instant, monthOf, startOfDay, yearOf } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { countsOf, homeOf } from './counts.ts';

const DAY_MS = 86_400_000;

interface Span {
  readonly today: Day;
  readonly month: Day;
  readonly lastMonth: Day;
  readonly currency: string;
}

interface Sums {
  readonly today_minor: bigint;
  readonly month_minor: bigint;
  readonly last_month_minor: bigint;
}

type Tally = 'billing.issued' | 'payments.received';

const sums = async (tx: Tx, span: Span, of: Tally): Promise<Sums> => {
  const { rows } = await sql<Sums>`
    select coalesce(sum(amount_minor) filter (where on_day = ${span.today}), 0)::bigint as today_minor,
      coalesce(sum(amount_minor) filter (where on_day >= ${span.month}), 0)::bigint as month_minor,
      coalesce(sum(amount_minor) filter (where on_day < ${span.month}), 0)::bigint as last_month_minor
    from ${sql.table(of)} where on_day >= ${span.lastMonth} and currency = ${span.currency}`.execute(tx);
  return rows[0] ?? { today_minor: 0n, month_minor: 0n, last_month_minor: 0n };
};

/** Log-ins since a moment: counted by quarter of an hour, and one by one those that are not counted yet. */
const logins = async (tx: Tx, since: Instant) => {
  const { rows } = await sql<{ outcome: 'accept' | 'reject' | 'walled'; reason: string; count: number }>`
    select outcome, reason, sum(n)::int as count from (
      select outcome, reason, count as n from aaa.login_quarter where quarter_at >= ${since}
      union all
      select outcome, reason, count(*) from aaa.login where id > (select login_id from aaa.rollup) and at >= ${since} group by 1, 2) l
    group by 1, 2 order by 3 desc, 2`.execute(tx);
  const total = (outcome: string) => rows.filter((r) => r.outcome === outcome).reduce((n, r) => n + r.count, 0);
  return {
    logins: { accepts: total('accept'), rejects: total('reject'), walled: total('walled') },
    reject_reasons: rows
      .filter((r) => r.outcome === 'reject')
      .slice(0, 8)
      .map(({ reason, count }) => ({ reason, count })),
  };
};

const discards = async (tx: Tx, today: Day) => {
  const { rows } = await sql<{ client: string; reason: string; count: bigint }>`
    select client, reason, count from aaa.discard where on_day = ${today} order by count desc limit 8`.execute(tx);
  return rows;
};

const months = async (tx: Tx, from: Day, currency: string) => {
  const of = (tally: Tally) => sql`
    (select date_trunc('month', on_day) as d, sum(amount_minor) as amount from ${sql.table(tally)} where on_day >= ${from} and currency = ${currency} group by 1)`;
  const { rows } = await sql<{ month: string; issued_minor: bigint; received_minor: bigint }>`
    select to_char(m, 'YYYY-MM') as month, coalesce(i.amount, 0)::bigint as issued_minor, coalesce(p.amount, 0)::bigint as received_minor
    from generate_series(${from}::date, ${from}::date + interval '11 months', interval '1 month') m
    left join ${of('billing.issued')} i on i.d = m left join ${of('payments.received')} p on p.d = m
    order by m`.execute(tx);
  return rows;
};

const traffic = async (tx: Tx, since: Instant) => {
  const { rows } = await sql<{ at: Instant; input_octets: bigint; output_octets: bigint }>`
    select quarter_at as at, sum(input_octets)::bigint as input_octets, sum(output_octets)::bigint as output_octets
    from aaa.traffic where quarter_at >= ${since} group by 1 order by 1`.execute(tx);
  return rows;
};

/** The day at a glance, in the first legal entity's zone and currency. Sums and log-ins are those of this moment; what is counted over everybody is as of `as_of`. */
export const dashboard = async (ctx: Ctx) => {
  const { tx, now } = ctx;
  const home = await homeOf(tx);
  const { zone, currency } = home;
  const today = dayIn(now, zone);
  const month = dayFrom(yearOf(today), monthOf(today), 1);
  const span: Span = { today, month, lastMonth: addMonths(month, -1), currency };
  const counts = await countsOf(tx, now, home);
  const { at, active, suspended, pending, overdue_accounts, overdue_minor, ...everybody } = counts;
  return {
    now,
    as_of: at,
    currency,
    ...everybody,
    subscriptions: { active, suspended, pending },
    revenue: await sums(tx, span, 'billing.issued'),
    received: await sums(tx, span, 'payments.received'),
    overdue: { accounts: overdue_accounts, amount_minor: BigInt(overdue_minor) },
    ...(await logins(tx, startOfDay(today, zone))),
    discards: await discards(tx, today),
    months: await months(tx, addMonths(month, -11), currency),
    traffic: await traffic(tx, addMs(now, -DAY_MS)),
  };
};
