import type { Kernel } from '../../server/src/kernel/ctx.ts';
import { sql } from '../../server/src/kernel/db.ts';

export interface LogInSeed {
  readonly log_ins: number;
  /** Over so many days until now. */
  readonly days: number;
}

const CHUNK = 250_000;
/** One packet to a NAS for so many log-ins. */
const TOLD_EVERY = 50;

/** Of `i`, each once or more; one in a hundred is of a name that nobody has, one in fifty a wrong password, one in fifty is online already. */
const addLogIns = async (kernel: Kernel, from: number, to: number, { log_ins, days }: LogInSeed): Promise<void> => {
  await sql`
    with place as (select id, row_number() over (order by name) - 1 as n from aaa.nas), k as (select count(*) as places from place), a as (select count(*) as accounts from aaa.credential)
    insert into aaa.login (at, account_id, subscription_id, username, nas_id, calling_station_id, outcome, reason, way, detail)
    select now() - (${log_ins} - i) * ${days}::float8 / ${log_ins} * interval '1 day', c.account_id, c.subscription_id, l.username, p.id,
      regexp_replace(lpad(upper(to_hex(i * 7919 % accounts)), 12, '02'), '(..)(?=.)', '\\1-', 'g'), l.outcome, l.reason, 'password', case l.reason when 'already online from elsewhere, 1 at once allowed' then 'online at bng-0007' end
    from generate_series(${from}::bigint, ${to}::bigint) i cross join k cross join a cross join lateral (
      select case when i % 100 = 1 then 'nobody' || i % 5003 else 'user' || lpad((i * 7919 % accounts)::text, greatest(6, length((i * 7919 % accounts)::text)), '0') end as username,
        case when i % 100 = 1 or i % 50 in (2, 3) then 'reject' when i % 50 = 4 then 'walled' else 'accept' end as outcome,
        case when i % 100 = 1 then 'unknown user name' when i % 50 = 2 then 'wrong password' when i % 50 = 3 then 'already online from elsewhere, 1 at once allowed' when i % 50 = 4 then 'suspended: unpaid invoices' else 'let on' end as reason) l
    join place p on p.n = i * 31 % places left join aaa.credential c on c.username = l.username order by i`.execute(
    kernel.db,
  );
};

/** What NASes were told of some of the open sessions. */
const addCoa = async (kernel: Kernel, packets: number, days: number): Promise<void> => {
  await sql`
    with open as materialized (select account_id, subscription_id, id, nas_id, row_number() over (order by id) - 1 as n from aaa.session where stopped_at is null),
    one as (select i, i * 7919 % (select count(*) from open) as n, now() - (${packets} - i) * ${days}::float8 / ${packets} * interval '1 day' as at from generate_series(1::bigint, ${packets}::bigint) i)
    insert into aaa.coa (account_id, id, subscription_id, session_id, nas_id, kind, cause, wanted, attempts, outcome, requested_at, sent_at, answered_at)
    select s.account_id, gen_random_uuid(), s.subscription_id, s.id, s.nas_id, case when i % 9 = 0 then 'disconnect' else 'coa' end, 'access changed', '{"mode": "allow"}', 1 + (i % 40 = 7)::int * 2,
      case i % 40 when 7 then 'timeout' when 8 then 'nak' else 'ack' end, at, at, case when i % 40 <> 7 then at + interval '12 ms' end
    from one join open s using (n) order by i`.execute(kernel.db);
};

/** The log of log-ins of a seeded database, of all its accounts in turn, counted as the platform counts them; and what NASes were told meanwhile. */
export const seedLogIns = async (kernel: Kernel, seed: LogInSeed): Promise<void> => {
  for (let from = 1; from <= seed.log_ins; from += CHUNK)
    await addLogIns(kernel, from, Math.min(from + CHUNK - 1, seed.log_ins), seed);
  await addCoa(kernel, Math.ceil(seed.log_ins / TOLD_EVERY), seed.days);
  await sql`
    insert into aaa.login_quarter (quarter_at, outcome, reason, count)
    select date_bin('15 minutes', at, timestamptz 'epoch'), outcome, reason, count(*) from aaa.login group by 1, 2, 3`.execute(
    kernel.db,
  );
  await sql`update aaa.rollup set login_id = (select coalesce(max(id), 0) from aaa.login)`.execute(kernel.db);
};
