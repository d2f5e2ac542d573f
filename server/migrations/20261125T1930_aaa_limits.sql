-- Limits, fair use and hours: terms of a plan's version, more to use for one subscription, and what is left until access changes.

alter table tariffs.plan_version add column limits jsonb not null default '[]' check (jsonb_typeof(limits) = 'array');
alter table tariffs.plan_version add column fair_use jsonb not null default '[]' check (jsonb_typeof(fair_use) = 'array');
alter table tariffs.plan_version add column hours jsonb not null default '[]' check (jsonb_typeof(hours) = 'array');

-- More to use than the plan gives.
create table subscriptions.top_up (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  what text not null check (what in ('time', 'data')),
  -- Octets, or seconds connected.
  amount bigint not null check (amount > 0),
  reason text not null,
  granted_at timestamptz not null,
  -- At a quarter of an hour; null until the window ends that it was granted in.
  ends_at timestamptz check (ends_at > granted_at and ends_at = date_bin('15 minutes', ends_at, timestamptz 'epoch')),
  -- What was used, when it was granted, of the windows that held then: {"month 2026-11-01": {down, up, seconds}}.
  used_at_grant jsonb not null,
  primary key (account_id, id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
create index top_up_subscription on subscriptions.top_up (account_id, subscription_id, granted_at);
select kernel.audit_table('subscriptions.top_up');
select kernel.scope_rows('subscriptions.top_up');

-- What is left of a subscription's use until what it deserves may change. Derived with its access; whoever has no limits has no row.
create table aaa.allowance (
  account_id uuid not null,
  subscription_id uuid not null,
  changes_at timestamptz,
  octets_left bigint check (octets_left >= 0),
  -- Access ends after so much more.
  ends_after_octets bigint check (ends_after_octets >= 0),
  ends_after_s integer check (ends_after_s >= 0),
  -- One session ends after so much.
  session_octets bigint check (session_octets > 0),
  counts_time boolean not null,
  derived_at timestamptz not null,
  primary key (account_id, subscription_id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
create index allowance_changes on aaa.allowance (changes_at) where changes_at is not null;
select kernel.scope_rows('aaa.allowance');
create trigger note_insert after insert on aaa.allowance referencing new table as changed for each statement execute function aaa.note_subscription();
create trigger note_update after update on aaa.allowance referencing new table as changed for each statement execute function aaa.note_subscription();
create trigger note_delete after delete on aaa.allowance referencing old table as changed for each statement execute function aaa.note_subscription();

-- Time is used, too: seconds connected, by the time of the record that brought them, summed as octets are.
alter table aaa.session add column added_s integer not null default 0;
alter table aaa.usage_quarter add column session_s integer not null default 0;
alter table aaa.usage_hour add column session_s integer not null default 0;
alter table aaa.usage_day add column session_s integer not null default 0;
alter table aaa.usage_month add column session_s integer not null default 0;
alter table aaa.usage_late add column session_s integer not null default 0;
