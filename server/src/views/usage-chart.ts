import {
  addDays,
  addMonths,
  type Day,
  dayFrom,
  dayIn,
  epochMs,
  type Id,
  type Instant,
  instantFromEpochMs,
  monthOf,
  startOfDay,
  yearOf,
} from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import type { UsageChart } from './contract.ts';
import { UsageRangeInvalid } from './faults.ts';

const HOUR_MS = 3_600_000;
const BUCKET_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, month: 28 * 24 * HOUR_MS } as const;
const MOST = 1500;
/** Before anything was rolled up, everything is read from the quarters. */
const NEVER: Instant = instantFromEpochMs(0);
/** An account that moved to another zone may have a day or two that end with its next one. */
const MOVED_DAYS = 2;

const firstOf = (day: Day): Day => dayFrom(yearOf(day), monthOf(day), 1);

interface Standing {
  readonly zone: string;
  readonly rolled_to: Instant | null;
}

const standing = async (tx: Tx, accountId: Id): Promise<Standing> => {
  const { rows } = await sql<Standing>`
    select a.zone, r.rolled_to from aaa.rollup r, crm.account a where a.id = ${accountId}`.execute(tx);
  return rows[0] ?? { zone: 'UTC', rolled_to: null };
};

/** What is asked for in whole buckets: hours `[from_at, to_at)`, which lie on days `[from_on, to_on)`. */
interface Asked {
  readonly bucket: UsageChart['bucket'];
  readonly from_at: Instant;
  readonly to_at: Instant;
  readonly from_on: Day;
  readonly to_on: Day;
}

const hourOf = (at: Instant, round: (n: number) => number): Instant =>
  instantFromEpochMs(round(epochMs(at) / HOUR_MS) * HOUR_MS);

const wholeBuckets = ({ bucket, from, to }: UsageChart, zone: string): Asked => {
  const last = instantFromEpochMs(epochMs(to) - 1);
  const [first, final] = [dayIn(from, zone), dayIn(last, zone)];
  if (bucket === 'hour')
    return {
      bucket,
      from_at: hourOf(from, Math.floor),
      to_at: hourOf(to, Math.ceil),
      from_on: addDays(first, -MOVED_DAYS),
      to_on: addDays(final, MOVED_DAYS),
    };
  const from_on = bucket === 'day' ? first : firstOf(first);
  const to_on = bucket === 'day' ? addDays(final, 1) : addMonths(firstOf(final), 1);
  return { bucket, from_on, to_on, from_at: startOfDay(from_on, zone), to_at: startOfDay(to_on, zone) };
};

/**
 * What is over comes from the coarsest roll-up there is, what is not from the finer ones, what is not rolled up from the quarters; and what came late for hours that are stored
 * is added until they are summed anew. So the sums are those of the quarters at any moment.
 */
const parts = (asked: Asked, { zone, rolled }: { readonly zone: string; readonly rolled: Instant }) => {
  const open = dayIn(rolled, zone);
  const openMonth = firstOf(open);
  const [byHour, byMonth] = [sql.lit(asked.bucket === 'hour'), sql.lit(asked.bucket === 'month')];
  const onDays = (column: string) =>
    sql`${sql.ref(column)} >= ${asked.from_on}::date and ${sql.ref(column)} < ${asked.to_on}::date`;
  const sums = sql`u.input_octets, u.output_octets`;
  return sql`
    select u.month_on as on_day, null::timestamptz as hour_at, ${sums} from s join aaa.usage_month u on u.account_id = s.account_id and u.subscription_id = s.id
    where ${byMonth} and ${onDays('u.month_on')} and u.month_on < ${openMonth}::date
    union all
    select u.on_day, null, ${sums} from s join aaa.usage_day u on u.account_id = s.account_id and u.subscription_id = s.id
    where not ${byHour} and ${onDays('u.on_day')} and u.on_day < ${open}::date and (not ${byMonth} or u.on_day >= ${openMonth}::date
      or not exists (select from aaa.usage_month m where m.account_id = s.account_id and m.subscription_id = s.id and m.month_on = date_trunc('month', u.on_day::timestamp)::date))
    union all
    select u.on_day, u.hour_at, ${sums} from s join aaa.usage_hour u on u.account_id = s.account_id and u.subscription_id = s.id
    where ${onDays('u.on_day')} and u.hour_at < ${rolled} and case when ${byHour} then u.hour_at >= ${asked.from_at} and u.hour_at < ${asked.to_at}
      else u.on_day >= ${addDays(open, -MOVED_DAYS)}::date and (u.on_day >= ${open}::date
        or not exists (select from aaa.usage_day d where d.account_id = s.account_id and d.subscription_id = s.id and d.on_day = u.on_day)) end
    union all
    select (u.quarter_at at time zone ${zone})::date, u.quarter_at, ${sums} from s join aaa.usage_quarter u on u.account_id = s.account_id and u.subscription_id = s.id
    where u.quarter_at >= greatest(${rolled}::timestamptz, ${asked.from_at}::timestamptz) and u.quarter_at < ${asked.to_at}
    union all
    select (u.quarter_at at time zone ${zone})::date, u.quarter_at, ${sums} from s join aaa.usage_late u on u.account_id = s.account_id and u.subscription_id = s.id
    where u.quarter_at < ${rolled} and u.quarter_at >= ${asked.from_at} and u.quarter_at < ${asked.to_at}`;
};

interface Used {
  readonly at: Instant;
  readonly input_octets: bigint;
  readonly output_octets: bigint;
}

const bucketOf = (bucket: UsageChart['bucket'], zone: string) => {
  if (bucket === 'hour') return sql`date_trunc('hour', hour_at, 'UTC')`;
  const day = bucket === 'day' ? sql`on_day` : sql`date_trunc('month', on_day::timestamp)::date`;
  return sql`(${day}::timestamp at time zone ${zone})`;
};

/** Octets used, by bucket; buckets in which nothing was used are left out. */
export const usageChart = async (
  { tx }: Ctx,
  input: UsageChart,
): Promise<{ readonly zone: string; readonly items: Used[] }> => {
  const length = epochMs(input.to) - epochMs(input.from);
  if (length <= 0 || length / BUCKET_MS[input.bucket] > MOST) throw UsageRangeInvalid({ most: MOST });
  const { zone, rolled_to } = await standing(tx, input.account_id);
  const of = input.subscription_id ?? null;
  const { rows } = await sql<Used>`
    with s as (select account_id, id from subscriptions.subscription where account_id = ${input.account_id} and (${of}::uuid is null or id = ${of}::uuid))
    select ${bucketOf(input.bucket, zone)} as at, sum(input_octets)::bigint as input_octets, sum(output_octets)::bigint as output_octets
    from (${parts(wholeBuckets(input, zone), { zone, rolled: rolled_to ?? NEVER })}) part
    group by 1 order by 1`.execute(tx);
  return { zone, items: rows };
};
