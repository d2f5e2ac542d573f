-- Sessions that are over, by the month they ended in (UTC). aaa.session keeps the open ones and those that ended lately; aaa.move-sessions brings the others here, in portions.
create table aaa.session_history (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  nas_id uuid not null,
  started_at timestamptz not null,
  heard_at timestamptz not null,
  stopped_at timestamptz not null,
  input_octets bigint not null,
  output_octets bigint not null,
  began_after timestamptz,
  terminate_cause bigint,
  session_s integer not null,
  told_rate_down_kbps integer,
  told_rate_up_kbps integer,
  told_mode text check (told_mode in ('allow', 'walled', 'gone')),
  told_framed_ip inet,
  closed_by text not null check (closed_by in ('stop', 'nas-restart', 'stale', 'gone', 'replaced')),
  username text not null,
  acct_session_id bytea not null,
  class bytea,
  client inet not null,
  nas_ip inet,
  nas_identifier text,
  nas_port_id text,
  framed_ip inet,
  framed_ipv6_address inet,
  framed_ipv6_prefix cidr,
  framed_interface_id text,
  delegated_ipv6_prefix cidr,
  calling_station_id text,
  called_station_id text,
  primary key (id, account_id, stopped_at)
) partition by range (stopped_at);
create index session_history_account on aaa.session_history (account_id, started_at, id);
create index session_history_nas on aaa.session_history (nas_id, started_at, id);
create index session_history_started on aaa.session_history (started_at, id);
-- A user nobody knows is found by name here only.
create index session_history_nobody on aaa.session_history (username text_pattern_ops) where account_id = '00000000-0000-0000-0000-000000000000';
select kernel.scope_rows('aaa.session_history');

-- Every session there is. Sorted and limited by (started_at, id) it reads no more of each part than it shows.
create view aaa.any_session with (security_invoker = true) as
  select account_id, id, subscription_id, nas_id, started_at, heard_at, stopped_at, input_octets, output_octets, began_after, terminate_cause, session_s,
    told_rate_down_kbps, told_rate_up_kbps, told_mode, told_framed_ip, closed_by, username, acct_session_id, class, client, nas_ip, nas_identifier, nas_port_id,
    framed_ip, framed_ipv6_address, framed_ipv6_prefix, framed_interface_id, delegated_ipv6_prefix, calling_station_id, called_station_id
  from aaa.session
  union all
  select account_id, id, subscription_id, nas_id, started_at, heard_at, stopped_at, input_octets, output_octets, began_after, terminate_cause, session_s,
    told_rate_down_kbps, told_rate_up_kbps, told_mode, told_framed_ip, closed_by, username, acct_session_id, class, client, nas_ip, nas_identifier, nas_port_id,
    framed_ip, framed_ipv6_address, framed_ipv6_prefix, framed_interface_id, delegated_ipv6_prefix, calling_station_id, called_station_id
  from aaa.session_history;
select kernel.open_rows('aaa.any_session');

-- How far sessions are moved: nothing that ended, or was heard of, at stopped_before or later has been; and how many were.
create table aaa.session_move (
  one boolean primary key default true check (one),
  stopped_before timestamptz not null default '-infinity',
  moved bigint not null default 0
);
insert into aaa.session_move default values;

-- Makes the partition of the month that a moment lies in, when there is none. It is attached, which holds no reader or writer up.
create function aaa.make_session_month(moment timestamptz) returns void language plpgsql as $$
declare
  month timestamp := date_trunc('month', moment at time zone 'UTC');
  part text := 'session_history_' || to_char(month, 'YYYYMM');
  there boolean;
begin
  select c.relispartition into there from pg_class c where c.oid = to_regclass('aaa.' || part);
  if there then
    return;
  end if;
  perform pg_advisory_xact_lock(7424);
  select c.relispartition into there from pg_class c where c.oid = to_regclass('aaa.' || part);
  if there then
    return;
  end if;
  -- Left over when retention was killed between taking it out and dropping it.
  execute format('drop table if exists aaa.%I', part);
  execute format('create table aaa.%I (like aaa.session_history including defaults including constraints)', part);
  execute format('alter table aaa.session_history attach partition aaa.%I for values from (%L) to (%L)', part, month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
end $$;

-- Refuses sessions that are in the history: called by the statement that has just made new rows of them. Volatile, so that it sees what was moved while that statement ran.
create function aaa.refuse_moved(accounts uuid[], ids uuid[]) returns void language plpgsql volatile strict as $$
begin
  if exists (select from unnest(accounts, ids) as k (account_id, id) join aaa.session_history h on h.id = k.id and h.account_id = k.account_id) then
    raise exception 'a session of these records was moved to the history' using errcode = 'ISPMV';
  end if;
end $$;

-- A Stop now changes no indexed column, so it too writes the row's page and no index. The table is small: what is dead in it goes early.
set local maintenance_work_mem = '512MB';
drop index aaa.session_open;
create index session_nas on aaa.session (nas_id, started_at);
create index session_nobody on aaa.session (username text_pattern_ops) where account_id = '00000000-0000-0000-0000-000000000000';
alter table aaa.session set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000, autovacuum_analyze_scale_factor = 0.05);
