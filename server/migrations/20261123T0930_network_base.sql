create schema network;
grant usage on schema network to isp_scoped;

-- A pool of IPv4 addresses that subscriptions get theirs from. next_offset counts up from the pool's first address; what is given back is used again first.
create table network.pool (
  id uuid primary key,
  code text not null unique,
  name text not null,
  range cidr not null check (family(range) = 4),
  next_offset bigint not null default 1 check (next_offset >= 0),
  state text not null default 'active' check (state in ('active', 'retired')),
  created_at timestamptz not null,
  constraint pool_no_overlap exclude using gist (range inet_ops with &&)
);
select kernel.audit_table('network.pool');

create table network.address (
  address inet primary key,
  pool_id uuid references network.pool (id),
  account_id uuid references crm.account (id),
  subscription_id uuid,
  kind text not null check (kind in ('pool', 'static')),
  allotted_at timestamptz,
  released_at timestamptz,
  check ((account_id is null) = (subscription_id is null))
);
create index address_free on network.address (pool_id, released_at) where subscription_id is null;
create index address_subscription on network.address (account_id, subscription_id) where subscription_id is not null;
select kernel.audit_table('network.address');
