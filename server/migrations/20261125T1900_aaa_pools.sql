-- Addresses are assigned by the room that answers log-ins: IPv4 and IPv6, from pools of ours or by the name of one that the NAS keeps.

create table aaa.pool (
  id uuid primary key,
  code text not null unique,
  name text not null,
  -- What is assigned from it: Framed-IP-Address, Framed-IPv6-Prefix (or, of /128, Framed-IPv6-Address), Delegated-IPv6-Prefix.
  kind text not null check (kind in ('ipv4', 'ipv6-prefix', 'ipv6-delegated')),
  -- The name of a pool that the NAS keeps; null for one of ours, which has ranges.
  nas_pool text check (octet_length(nas_pool) between 1 and 247),
  -- Whoever is offline for longer may lose their address to another when the pool is full.
  keep_offline_s integer not null default 86400 check (keep_offline_s between 600 and 31536000),
  -- What becomes of a log-in for which there is no address.
  when_full text not null default 'reject' check (when_full in ('reject', 'nas-chooses')),
  created_at timestamptz not null,
  unique (id, kind)
);
select kernel.audit_table('aaa.pool');

create table aaa.pool_range (
  id uuid primary key,
  pool_id uuid not null,
  kind text not null,
  range cidr not null,
  -- The length of what each gets: 32 for IPv4.
  length smallint not null,
  note text not null default '',
  -- Addresses are counted in units of `length` from the range's beginning; these are given out: from first up to end, next is the first that never was.
  first_offset bigint not null check (first_offset >= 0),
  end_offset bigint not null check (end_offset > first_offset),
  next_offset bigint not null,
  state text not null default 'active' check (state in ('active', 'retired')),
  created_at timestamptz not null,
  foreign key (pool_id, kind) references aaa.pool (id, kind),
  check (family(range) = case kind when 'ipv4' then 4 else 6 end),
  check (length >= masklen(range) and case kind when 'ipv4' then length = 32 else length <= 128 end),
  check (next_offset between first_offset and end_offset),
  constraint pool_range_no_overlap exclude using gist (range inet_ops with &&)
);
create index pool_range_pool on aaa.pool_range (pool_id);
select kernel.audit_table('aaa.pool_range', derived_columns => '{next_offset}');

-- An address or prefix that is, or was, assigned to a subscription, or lies ready for the next one.
create table aaa.assignment (
  address cidr primary key,
  kind text not null check (kind in ('ipv4', 'ipv6-prefix', 'ipv6-delegated')),
  -- Null for a fixed one outside every range.
  range_id uuid references aaa.pool_range (id),
  -- The pool it counts in; once free, null keeps it from being assigned (its range is retired).
  pool_id uuid references aaa.pool (id),
  -- Its holder, or who had it last.
  account_id uuid references crm.account (id),
  subscription_id uuid,
  -- Fixed for its holder: never taken back.
  fixed boolean not null default false,
  assigned_at timestamptz,
  -- Not in use before this, as far as is known: a log-in or a look at the sessions moves it on.
  used_at timestamptz,
  -- Since when nobody holds it; -infinity when nobody ever did; null while somebody does.
  free_since timestamptz,
  check ((account_id is null) = (subscription_id is null)),
  check (free_since is not null or (account_id is not null and assigned_at is not null and used_at is not null)),
  check (free_since is null or not fixed),
  -- What lies in a range is of its length, so no two overlap; those outside every range must not either.
  constraint assignment_no_overlap exclude using gist (address inet_ops with &&) where (range_id is null)
);
-- One of a kind for a subscription.
create unique index assignment_holder on aaa.assignment (account_id, subscription_id, kind) where free_since is null;
create index assignment_last on aaa.assignment (account_id, subscription_id) where free_since is not null and account_id is not null;
create index assignment_free on aaa.assignment (pool_id, free_since, address) where free_since is not null;
create index assignment_least_used on aaa.assignment (pool_id, used_at) where free_since is null and not fixed;
create index assignment_range on aaa.assignment (range_id);
select kernel.scope_rows('aaa.assignment');

-- Who lost an address, or has a fixed one, is audited, and with it whose it is then; that one was made ready, first assigned, or used again, is not.
create trigger audit after insert on aaa.assignment for each row when (new.free_since is null) execute function kernel.audit_row('{}');
create trigger audit_update after update on aaa.assignment for each row
  when (old.account_id is not null and (old.address, old.kind, old.account_id, old.subscription_id, old.fixed, old.free_since)
    is distinct from (new.address, new.kind, new.account_id, new.subscription_id, new.fixed, new.free_since))
  execute function kernel.audit_row('{}');
create trigger audit_delete after delete on aaa.assignment for each row when (old.free_since is null) execute function kernel.audit_row('{}');

-- What an access deserves: fixed IPv6 prefixes beside the fixed address, and the pools it gets the others from.
alter table aaa.access
  add column framed_ipv6_prefix cidr check (family(framed_ipv6_prefix) = 6),
  add column delegated_ipv6_prefix cidr check (family(delegated_ipv6_prefix) = 6),
  add column ipv4_pool text references aaa.pool (code),
  add column ipv6_prefix_pool text references aaa.pool (code),
  add column ipv6_delegated_pool text references aaa.pool (code);

alter table tariffs.plan_version
  add column ipv4_pool text references aaa.pool (code),
  add column ipv6_prefix_pool text references aaa.pool (code),
  add column ipv6_delegated_pool text references aaa.pool (code);

-- Addresses of its own, whatever the plan says.
alter table subscriptions.subscription
  add column framed_ip inet check (family(framed_ip) = 4 and masklen(framed_ip) = 32),
  add column framed_ipv6_prefix cidr check (family(framed_ipv6_prefix) = 6),
  add column delegated_ipv6_prefix cidr check (family(delegated_ipv6_prefix) = 6);
select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on}');

-- The pools there were, one after another for everybody, become the ranges of one pool, which every Internet plan names: who has an address keeps it.
insert into aaa.pool (id, code, name, kind, created_at)
select (array_agg(id order by code))[1], 'ipv4', 'IPv4 addresses', 'ipv4', min(created_at) from network.pool having count(*) > 0;
insert into aaa.pool_range (id, pool_id, kind, range, length, note, first_offset, end_offset, next_offset, state, created_at)
select p.id, (select id from aaa.pool), 'ipv4', p.range, 32, p.name, 2, 2 ^ (32 - masklen(p.range)) - 1,
  least(greatest(p.next_offset, 2), 2 ^ (32 - masklen(p.range)) - 1), p.state, p.created_at
from network.pool p;
insert into aaa.assignment (address, kind, range_id, pool_id, account_id, subscription_id, fixed, assigned_at, used_at, free_since)
select a.address, 'ipv4', r.id, case when a.subscription_id is not null or r.state = 'active' then r.pool_id end, a.account_id, a.subscription_id,
  a.subscription_id is not null and a.kind = 'static', a.allotted_at, a.allotted_at, case when a.subscription_id is null then a.released_at end
from network.address a left join aaa.pool_range r on r.range >>= a.address
where a.subscription_id is not null or r.id is not null;
update tariffs.plan_version v set ipv4_pool = (select code from aaa.pool) from tariffs.plan p where p.id = v.plan_id and p.kind = 'internet';
update subscriptions.subscription s set framed_ip = host(a.address)::inet from aaa.assignment a
where a.fixed and a.account_id = s.account_id and a.subscription_id = s.id;
update aaa.access x set framed_ip = s.framed_ip, ipv4_pool = case when s.framed_ip is null and s.state <> 'ended' then (select code from aaa.pool) end
from subscriptions.subscription s where s.account_id = x.account_id and s.id = x.subscription_id;
drop schema network cascade;
update identity.role set permissions = array(select p from unnest(permissions) with ordinality as u (p, n) where p not like 'network.%' order by n);

-- The directory reads who got, lost or used an address again, and every pool when one changed.
alter table aaa.change drop constraint change_kind_check;
alter table aaa.change add constraint change_kind_check check (kind in ('nas', 'subscription', 'certificate', 'online', 'pool'));

create function aaa.note_pool() returns trigger language plpgsql as $$
begin
  insert into aaa.change (kind, row_id) select 'pool', id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $$;
create trigger note_insert after insert on aaa.pool referencing new table as changed for each statement execute function aaa.note_pool();
create trigger note_update after update on aaa.pool referencing new table as changed for each statement execute function aaa.note_pool();

create function aaa.note_assignment() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into aaa.change (kind, account_id, row_id) select distinct 'subscription', account_id, subscription_id from became where free_since is null;
  elsif tg_op = 'DELETE' then
    insert into aaa.change (kind, account_id, row_id) select distinct 'subscription', account_id, subscription_id from was where free_since is null;
  else
    insert into aaa.change (kind, account_id, row_id)
    select 'subscription', account_id, subscription_id from was where free_since is null
    union select 'subscription', account_id, subscription_id from became where free_since is null;
  end if;
  if found then perform pg_notify('isp_aaa', ''); end if;
  return null;
end $$;
create trigger note_insert after insert on aaa.assignment referencing new table as became for each statement execute function aaa.note_assignment();
create trigger note_update after update on aaa.assignment referencing old table as was new table as became for each statement execute function aaa.note_assignment();
create trigger note_delete after delete on aaa.assignment referencing old table as was for each statement execute function aaa.note_assignment();
