import type { Instant } from '@isp/values';
import type { Kernel } from '../../server/src/kernel/ctx.ts';
import { sql } from '../../server/src/kernel/db.ts';

const SUMS = sql`sum(input_octets)::bigint, sum(output_octets)::bigint, sum(session_s)::integer`;

/**
 * Sums a seeded database's use by hour, day and month as far as they were over at `at`, in one go; the platform, which goes by subscription, takes hours for what the seed made of a million. seed.test.ts compares.
 * All days are of `zone`.
 */
export const seedRollUps = async (kernel: Kernel, at: Instant, zone: string): Promise<void> => {
  const { db } = kernel;
  const hour = sql`date_trunc('hour', ${at}::timestamptz, 'UTC')`;
  const today = sql`(${hour} at time zone ${zone})::date`;
  await sql`
    insert into aaa.usage_hour (account_id, subscription_id, on_day, hour_at, input_octets, output_octets, session_s)
    select account_id, subscription_id, (quarter_at at time zone ${zone})::date, date_trunc('hour', quarter_at, 'UTC'), ${SUMS}
    from aaa.usage_quarter where quarter_at < ${hour} group by 1, 2, 3, 4`.execute(db);
  await sql`
    insert into aaa.usage_day (account_id, subscription_id, on_day, input_octets, output_octets, session_s)
    select account_id, subscription_id, on_day, ${SUMS} from aaa.usage_hour where on_day < ${today} group by 1, 2, 3`.execute(
    db,
  );
  await sql`
    insert into aaa.usage_month (account_id, subscription_id, month_on, input_octets, output_octets, session_s)
    select account_id, subscription_id, date_trunc('month', on_day::timestamp)::date, ${SUMS} from aaa.usage_day
    where on_day < date_trunc('month', ${today}::timestamp)::date group by 1, 2, 3`.execute(db);
  await sql`delete from aaa.traffic`.execute(db);
  await sql`
    insert into aaa.traffic (quarter_at, input_octets, output_octets)
    select quarter_at, sum(input_octets), sum(output_octets) from aaa.usage_quarter group by 1`.execute(db);
  await sql`update aaa.rollup set claimed_to = ${hour}, rolled_to = ${hour}`.execute(db);
};
