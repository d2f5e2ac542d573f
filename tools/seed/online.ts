import type { Kernel } from '../../server/src/kernel/ctx.ts';
import { sql } from '../../server/src/kernel/db.ts';

export interface OnlineSeed {
  /** Open sessions, of the first so many accounts. */
  readonly sessions: number;
  /** NASes they are spread over, beside the one there is. */
  readonly nases: number;
}

const CHUNK = 50_000;

/** NASes of all makes, some of them silent, some with a wrong secret, some whose CoA is not answered, with a day of counts. */
const addNases = async (kernel: Kernel, nases: number): Promise<void> => {
  await sql`
    with made as (
      insert into aaa.nas (id, name, address, secret_sealed, vendor, coa_port, tags, created_at)
      select gen_random_uuid(), 'bng-' || lpad(i::text, 4, '0'), ('10.' || 200 + i / 65536 || '.' || i / 256 % 256 || '.' || i % 256 || '/32')::cidr, s.secret_sealed,
        (array['mikrotik','mikrotik','mikrotik','cisco','juniper','huawei','nokia','accel-ppp','hostapd'])[1 + i % 9], 3799,
        array[(array['north','south','east','west'])[1 + i % 4], (array['fibre','radio','copper'])[1 + i % 3]], now() - i * interval '1 hour'
      from generate_series(1, ${nases}) i, (select secret_sealed from aaa.nas order by created_at limit 1) s returning id, name
    ), numbered as (select id, row_number() over (order by name) as i from made),
    healthy as (
      insert into aaa.nas_health (nas_id, auth_heard_at, acct_heard_at, wrong_secret_at, coa_at, coa_outcome, coa_answered_at)
      select id, case when i % 50 = 7 then now() - interval '3 hours' else now() end, case when i % 50 = 7 then now() - interval '3 hours' else now() end,
        case when i % 50 = 9 then now() end, now() - i * interval '1 second', case when i % 50 = 11 then 'timeout' else 'ack' end, now() - i * interval '1 second'
      from numbered where i % 50 <> 13
    )
    insert into aaa.nas_quarter (nas_id, quarter_at, requests, accepts, walled, rejects, accounting, repeated)
    select id, date_bin('15 minutes', now(), timestamptz 'epoch') - q * interval '15 minutes', 40 + i % 60 + q % 7, 34 + i % 60, 3, 3 + q % 7, 900 + q % 96, 2
    from numbered, generate_series(0, 95) q where i % 20 = 0 or q < 2`.execute(kernel.db);
};

const addSessions = async (kernel: Kernel, from: number, count: number): Promise<void> => {
  await sql`
    with place as (select id, address, row_number() over (order by name) - 1 as n from aaa.nas where state = 'active'),
    owner as (
      select c.account_id, c.subscription_id, c.username, x.mode, x.rate_down_kbps, x.rate_up_kbps, x.framed_ip, row_number() over (order by c.username) - 1 as i, k.places
      from (select * from aaa.credential where state = 'active' order by username offset ${from} limit ${count}) c
      join aaa.access x on x.account_id = c.account_id and x.subscription_id = c.subscription_id, (select count(*) as places from place) k
    )
    insert into aaa.session (account_id, id, subscription_id, nas_id, started_at, heard_at, input_octets, output_octets, added_at, told_rate_down_kbps, told_rate_up_kbps,
      told_mode, told_framed_ip, username, acct_session_id, client, nas_port_id, framed_ip, framed_ipv6_prefix, calling_station_id, seen_rate_down_kbps, seen_rate_up_kbps)
    select o.account_id, gen_random_uuid(), o.subscription_id, p.id, now() - (1 + o.i * 7919 % 400000) * interval '1 second', now() - (o.i % 600) * interval '1 second',
      (o.i * 104729 % 9000000000)::bigint, (o.i * 1299709 % 90000000000)::bigint, now(), case when o.i % 200 = 3 then 1000 else o.rate_down_kbps end, o.rate_up_kbps,
      o.mode, o.framed_ip, o.username, convert_to(to_hex(${from} + o.i), 'UTF8'), host(p.address)::inet, 'ether1/' || o.i, o.framed_ip,
      ('2001:db8:' || to_hex(o.i / 65536) || ':' || to_hex(o.i % 65536) || '::/64')::cidr,
      regexp_replace(lpad(upper(to_hex(o.i)), 12, '02'), '(..)(?=.)', '\\1-', 'g'), (o.i * 31 % 90000)::int, (o.i * 7 % 9000)::int
    from owner o join place p on p.n = o.i % o.places`.execute(kernel.db);
};

/** What each used in each of the last hours it was online, a day's at most: as much in every hour, and in all of them together what its session says. */
const USED = sql`
  with o as (select s.*, least(24, 1 + floor(extract(epoch from now() - started_at) / 3600))::int as hours from aaa.session s where stopped_at is null),
  even as (update aaa.session s set input_octets = o.input_octets / o.hours * o.hours, output_octets = o.output_octets / o.hours * o.hours from o where s.account_id = o.account_id and s.id = o.id)
  insert into aaa.usage_quarter (account_id, subscription_id, quarter_at, session_id, input_octets, output_octets, session_s)
  select account_id, subscription_id, date_bin('15 minutes', heard_at - h * interval '1 hour', timestamptz 'epoch'), id, input_octets / hours, output_octets / hours, 900
  from o, generate_series(0, hours - 1) h order by account_id, subscription_id, h desc`;

/** Puts the first accounts of a seeded database online, over many NASes: to look at lists at size. */
export const seedOnline = async (kernel: Kernel, { sessions, nases }: OnlineSeed): Promise<void> => {
  await addNases(kernel, nases);
  for (let from = 0; from < sessions; from += CHUNK) await addSessions(kernel, from, Math.min(CHUNK, sessions - from));
  await sql`
    insert into aaa.nas_health as h (nas_id, auth_heard_at, sessions, counted_at) select nas_id, now(), count(*)::int, now() from aaa.session where stopped_at is null group by nas_id
    on conflict (nas_id) do update set sessions = excluded.sessions, counted_at = excluded.counted_at`.execute(
    kernel.db,
  );
  await USED.execute(kernel.db);
  await sql`vacuum analyze aaa.session`.execute(kernel.db);
  await sql`analyze aaa.nas`.execute(kernel.db);
};
