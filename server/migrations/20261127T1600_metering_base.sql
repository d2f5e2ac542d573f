-- Metered services: what is counted, the records of use, the numbers that records name subscriptions by, and what a version of a plan charges by meter.

create schema metering;
grant usage on schema metering to isp_scoped;

create table metering.meter (
  id uuid primary key,
  -- The code of its lines: `plan` is that of the plan itself.
  code text not null unique check (code <> 'plan'),
  name text not null,
  -- What it is sold by, and how many of the counted things make one.
  unit_code text not null,
  unit_size bigint not null check (unit_size > 0),
  aggregation text not null check (aggregation in ('sum', 'count', 'max', 'p95')),
  state text not null default 'active' check (state in ('active', 'retired')),
  created_at timestamptz not null
);
select kernel.audit_table('metering.meter');
select kernel.open_rows('metering.meter');

create table metering.usage_record (
  account_id uuid not null,
  subscription_id uuid not null,
  meter_id uuid not null references metering.meter (id),
  -- The local day it is billed by: the day of its use, or, when that was billed before it was recorded, the first day that was not.
  counted_on date not null,
  id uuid not null,
  external_id text not null,
  used_at timestamptz not null,
  quantity bigint not null check (quantity >= 0),
  attributes jsonb,
  late boolean not null,
  recorded_at timestamptz not null,
  primary key (account_id, subscription_id, meter_id, counted_on, id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
-- A record is looked up by meter and external id alone; once in an account is what the key keeps.
create unique index usage_record_external on metering.usage_record (meter_id, external_id, account_id);
create index usage_record_of_subscription on metering.usage_record (subscription_id, used_at, id);
create index usage_record_of_meter on metering.usage_record (meter_id, used_at, id);
select kernel.append_only('metering.usage_record');
select kernel.scope_rows('metering.usage_record');

create table metering.number (
  number text primary key,
  account_id uuid not null,
  subscription_id uuid not null,
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
create index number_of_subscription on metering.number (subscription_id, number);
select kernel.audit_table('metering.number');
select kernel.scope_rows('metering.number');

-- One for each meter that is charged: how, at what price, what is included, the least of a period.
alter table tariffs.plan_version add column meter_charges jsonb not null default '[]';

update identity.role set permissions = permissions || '{metering.read,metering.write,metering.record}' where builtin and code = 'billing';
update identity.role set permissions = permissions || '{metering.read}' where builtin and code in ('support', 'network', 'read-only');
