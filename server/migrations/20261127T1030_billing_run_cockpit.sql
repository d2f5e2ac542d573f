-- Bill runs in the background, dry runs that are kept and compared with the period before, and bills that are held.

alter table billing.bill_run
  add column kind text not null default 'run' check (kind in ('run', 'dry')),
  -- Whose accounts only; null: everybody's of the zone.
  add column legal_entity_id uuid references billing.legal_entity (id),
  -- Accounts that were looked at.
  add column done integer not null default 0,
  -- Real time at work: a sandbox's clock may stand still.
  add column worked_ms integer not null default 0,
  -- Who asked it to stop.
  add column cancelled_by text,
  drop constraint bill_run_state_check,
  add constraint bill_run_state_check check (state in ('running', 'done', 'failed', 'cancelled'));
update billing.bill_run set done = due, worked_ms = least(extract(epoch from finished_at - started_at) * 1000, 2147483647) where state = 'done';
drop index billing.bill_run_running;
-- A run that was cut off is taken up again, never begun a second time; dry runs are as many as are asked for.
create unique index bill_run_running on billing.bill_run (as_of, zone, legal_entity_id) nulls not distinct where state = 'running' and kind = 'run';

-- What a run found of its accounts, by class: how many, their amounts now, and a period before.
create table billing.bill_class (
  bill_run_id uuid not null references billing.bill_run (id) on delete cascade,
  class text not null check (class in ('same', 'new', 'gone', 'ended', 'up', 'down', 'zero', 'negative', 'outlier', 'unbillable')),
  currency text not null,
  accounts integer not null,
  -- Those of them that had a bill before.
  before_accounts integer not null,
  now_minor bigint not null,
  before_minor bigint not null,
  primary key (bill_run_id, class, currency)
);

-- An account whose bill is not the same as a period before, or that cannot be billed.
create table billing.bill_finding (
  account_id uuid not null references crm.account (id),
  bill_run_id uuid not null references billing.bill_run (id) on delete cascade,
  class text not null check (class in ('new', 'gone', 'ended', 'up', 'down', 'zero', 'negative', 'outlier', 'unbillable')),
  currency text not null,
  -- Invoice less credit notes, with tax.
  now_minor bigint not null,
  before_minor bigint not null,
  -- The day of the bill that is compared with; null: there is none.
  before_on date,
  reason text,
  primary key (account_id, bill_run_id)
);
create index bill_finding_run on billing.bill_finding (bill_run_id, class, account_id);

-- A bill that no run makes until somebody releases it.
create table billing.hold (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  -- The run that found it; null once a dry run is forgotten.
  bill_run_id uuid references billing.bill_run (id) on delete set null,
  as_of date not null,
  class text not null check (class in ('new', 'up', 'down', 'zero', 'negative', 'outlier')),
  currency text not null,
  now_minor bigint not null,
  before_minor bigint not null,
  before_on date,
  reason text,
  held_by text not null,
  held_at timestamptz not null,
  note text,
  released_by text,
  released_at timestamptz,
  release_note text,
  primary key (account_id, id),
  check ((released_at is null) = (released_by is null))
);
create unique index hold_active on billing.hold (account_id) where released_at is null;
create index hold_held on billing.hold (held_at, id);
create index hold_run on billing.hold (bill_run_id) where bill_run_id is not null;
select kernel.audit_table('billing.hold');

-- What a legal entity's runs hold by themselves, and from where on a bill counts as changed or far beyond.
create table billing.hold_policy (
  legal_entity_id uuid primary key references billing.legal_entity (id),
  classes text[] not null check (classes <@ array['new', 'up', 'down', 'zero', 'negative', 'outlier']),
  change_percent integer not null check (change_percent between 1 and 1000),
  minimum_minor bigint not null check (minimum_minor >= 0),
  outlier_times integer check (outlier_times between 2 and 1000),
  outlier_minor bigint check (outlier_minor > 0)
);
select kernel.audit_table('billing.hold_policy');

-- Those that are over and billed to the end, by how far.
create index subscription_over on subscriptions.subscription (recurring_to) where next_bill_on is null;
