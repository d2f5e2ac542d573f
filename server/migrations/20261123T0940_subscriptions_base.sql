create schema subscriptions;
grant usage on schema subscriptions to isp_scoped;

-- Who has which plan, in what state, since when.
create table subscriptions.subscription (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  plan_id uuid not null references tariffs.plan (id),
  state text not null check (state in ('pending', 'active', 'suspended', 'ended')),
  -- Why it is suspended; more than one reason may hold at once, and it is restored when none is left.
  suspended_for text[] not null default '{}' check (suspended_for <@ array['unpaid', 'manual']),
  currency text not null,
  price_override_minor bigint check (price_override_minor >= 0),
  started_on date,
  ended_on date,
  anchor_on date,
  anchor_day smallint check (anchor_day between 1 and 31),
  -- The local day on which the next invoice falls due to be made; null when nothing more will be billed.
  next_bill_on date,
  created_at timestamptz not null,
  primary key (account_id, id),
  check ((state = 'suspended') = (suspended_for <> '{}')),
  check (state = 'pending' or (started_on is not null and anchor_on is not null and anchor_day is not null)),
  check (state <> 'ended' or ended_on is not null)
);
create index subscription_id on subscriptions.subscription (id);
create index subscription_due on subscriptions.subscription (next_bill_on, account_id) where next_bill_on is not null;
create index subscription_plan on subscriptions.subscription (plan_id, state);
select kernel.audit_table('subscriptions.subscription');
select kernel.scope_rows('subscriptions.subscription');

-- The plan version that holds from a local day on; the last one before a day is that day's.
create table subscriptions.segment (
  account_id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  plan_id uuid not null,
  plan_version integer not null,
  price_minor bigint not null,
  created_at timestamptz not null,
  primary key (account_id, subscription_id, from_on),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id),
  foreign key (plan_id, plan_version) references tariffs.plan_version (plan_id, version)
);
select kernel.audit_table('subscriptions.segment');
select kernel.scope_rows('subscriptions.segment');

-- Local days without service: from the day it was suspended up to the day it came back.
create table subscriptions.suspension (
  account_id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  to_on date check (to_on >= from_on),
  primary key (account_id, subscription_id, from_on),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
select kernel.scope_rows('subscriptions.suspension');
