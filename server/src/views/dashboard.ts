import { addMonths, addMs, type Day, dayFrom, dayIn, type Instant, monthOf, startOfDay, yearOf } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';

const DAY_MS = 86_400_000;

interface Span {
  readonly today: Day;
  readonly month: Day;
  readonly lastMonth: Day;
  readonly since: Instant;
}

const counts = async (tx: Tx) => {
  const { rows } = await sql<{
    online: number;
    walled: number;
    accounts: number;
    active: number;
    suspended: number;
    pending: number;
  }>`
    select (select count(*)::int from aaa.session where stopped_at is null) as online,
      (select count(*)::int from aaa.session s join aaa.access x on x.account_id = s.account_id and x.subscription_id = s.subscription_id
        where s.stopped_at is null and x.mode = 'walled') as walled,
      (select count(*)::int from crm.account where state = 'active') as accounts,
      count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'suspended')::int as suspended,
      count(*) filter (where state = 'pending')::int as pending
    from subscriptions.subscription`.execute(tx);
  return rows[0] ?? { online: 0, walled: 0, accounts: 0, active: 0, suspended: 0, pending: 0 };
};

interface Sums {
  readonly today_minor: bigint;
  readonly month_minor: bigint;
  readonly last_month_minor: bigint;
}

const sums = async (tx: Tx, span: Span, of: ReturnType<typeof sql>): Promise<Sums> => {
  const { rows } = await sql<Sums>`
    select coalesce(sum(amount) filter (where on_day = ${span.today}), 0)::bigint as today_minor,
      coalesce(sum(amount) filter (where on_day >= ${span.month}), 0)::bigint as month_minor,
      coalesce(sum(amount) filter (where on_day < ${span.month}), 0)::bigint as last_month_minor
    from (${of}) d where on_day >= ${span.lastMonth}`.execute(tx);
  return rows[0] ?? { today_minor: 0n, month_minor: 0n, last_month_minor: 0n };
};

const ISSUED = sql`select issued_on as on_day, gross_minor as amount from billing.invoice`;
const RECEIVED = sql`select received_on as on_day, amount_minor as amount from payments.payment where reversed_at is null`;

const overdue = async (tx: Tx, today: Day) => {
  const { rows } = await sql<{ accounts: number; amount_minor: bigint }>`
    select count(distinct account_id)::int as accounts, coalesce(sum(open_minor), 0)::bigint as amount_minor
    from billing.invoice where open_minor > 0 and due_on < ${today}`.execute(tx);
  return rows[0] ?? { accounts: 0, amount_minor: 0n };
};

const logins = async (tx: Tx, since: Instant) => {
  const { rows } = await sql<{ outcome: 'accept' | 'reject' | 'walled'; reason: string; count: number }>`
    select outcome, reason, count(*)::int as count from aaa.login where at >= ${since} group by 1, 2 order by 3 desc`.execute(
    tx,
  );
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

const months = async (tx: Tx, from: Day) => {
  const { rows } = await sql<{ month: string; issued_minor: bigint; received_minor: bigint }>`
    select to_char(m, 'YYYY-MM') as month, coalesce(i.amount, 0)::bigint as issued_minor, coalesce(p.amount, 0)::bigint as received_minor
    from generate_series(${from}::date, ${from}::date + interval '11 months', interval '1 month') m
    left join (select date_trunc('month', on_day) as d, sum(amount) as amount from (${ISSUED}) x where on_day >= ${from} group by 1) i on i.d = m
    left join (select date_trunc('month', on_day) as d, sum(amount) as amount from (${RECEIVED}) x where on_day >= ${from} group by 1) p on p.d = m
    order by m`.execute(tx);
  return rows;
};

const traffic = async (tx: Tx, since: Instant) => {
  const { rows } = await sql<{ at: Instant; input_octets: bigint; output_octets: bigint }>`
    select quarter_at as at, sum(input_octets)::bigint as input_octets, sum(output_octets)::bigint as output_octets
    from aaa.usage_quarter where quarter_at >= ${since} group by 1 order by 1`.execute(tx);
  return rows;
};

/** The day at a glance, in the first legal entity's zone and currency. */
export const dashboard = async (ctx: Ctx) => {
  const { tx, now } = ctx;
  const entity = await tx
    .selectFrom('billing.legal_entity')
    .select(['zone', 'currency'])
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  const zone = entity?.zone ?? 'UTC';
  const today = dayIn(now, zone);
  const month = dayFrom(yearOf(today), monthOf(today), 1);
  const span: Span = { today, month, lastMonth: addMonths(month, -1), since: startOfDay(today, zone) };
  const { active, suspended, pending, ...now_counts } = await counts(tx);
  return {
    now,
    currency: entity?.currency ?? 'EUR',
    ...now_counts,
    subscriptions: { active, suspended, pending },
    revenue: await sums(tx, span, ISSUED),
    received: await sums(tx, span, RECEIVED),
    overdue: await overdue(tx, today),
    ...(await logins(tx, span.since)),
    discards: await discards(tx, today),
    months: await months(tx, addMonths(month, -11)),
    traffic: await traffic(tx, addMs(now, -DAY_MS)),
  };
};
