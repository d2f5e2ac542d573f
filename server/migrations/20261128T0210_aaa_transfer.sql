-- Whose log-ins and live sessions went to which subscription: the records of a session that goes on keep coming under the name it began with.

create table aaa.transfer (
  account_id uuid not null,
  subscription_id uuid not null,
  to_account_id uuid not null,
  to_subscription_id uuid not null,
  at timestamptz not null,
  primary key (account_id, subscription_id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id),
  foreign key (to_account_id, to_subscription_id) references subscriptions.subscription (account_id, id)
);
select kernel.scope_rows('aaa.transfer');

-- A session that goes on with another subscription ends as one of the old, and is one of the new from then on, by the same id.
alter table aaa.session drop constraint session_closed_by_check,
  add constraint session_closed_by_check check (closed_by in ('stop', 'nas-restart', 'stale', 'gone', 'replaced', 'transferred'));

-- Since when it is of this subscription, when it began with another.
alter table aaa.session add column transferred_at timestamptz;
alter table aaa.session_history add column transferred_at timestamptz;
create or replace view aaa.any_session with (security_invoker = true) as
  select account_id, id, subscription_id, nas_id, started_at, heard_at, stopped_at, input_octets, output_octets, began_after, terminate_cause, session_s,
    told_rate_down_kbps, told_rate_up_kbps, told_mode, told_framed_ip, closed_by, username, acct_session_id, class, client, nas_ip, nas_identifier, nas_port_id,
    framed_ip, framed_ipv6_address, framed_ipv6_prefix, framed_interface_id, delegated_ipv6_prefix, calling_station_id, called_station_id, transferred_at
  from aaa.session
  union all
  select account_id, id, subscription_id, nas_id, started_at, heard_at, stopped_at, input_octets, output_octets, began_after, terminate_cause, session_s,
    told_rate_down_kbps, told_rate_up_kbps, told_mode, told_framed_ip, closed_by, username, acct_session_id, class, client, nas_ip, nas_identifier, nas_port_id,
    framed_ip, framed_ipv6_address, framed_ipv6_prefix, framed_interface_id, delegated_ipv6_prefix, calling_station_id, called_station_id, transferred_at
  from aaa.session_history;

-- A month has the check in its own right, too.
alter table aaa.session_history drop constraint session_history_closed_by_check;
do $$
declare
  part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'aaa.session_history'::regclass loop
    execute format('alter table %s drop constraint if exists session_history_closed_by_check', part);
  end loop;
end $$;
alter table aaa.session_history
  add constraint session_history_closed_by_check check (closed_by in ('stop', 'nas-restart', 'stale', 'gone', 'replaced', 'transferred'));

alter table aaa.address_use drop constraint address_use_ended_by_check,
  add constraint address_use_ended_by_check
    check (ended_by in ('stop', 'nas-restart', 'stale', 'gone', 'replaced', 'transferred', 'changed', 'released', 'next-holder'));
