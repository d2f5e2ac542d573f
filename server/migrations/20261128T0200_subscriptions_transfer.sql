-- A subscription moves to another account: on a day that of the old account ends, and one of the new account goes on with all it had.

alter table subscriptions.subscription
  -- Of one that ends by moving: the subscription that goes on with what it had.
  add column transferred_to uuid,
  -- Of one that began so: which one it goes on from, and since when; null while that is to come.
  add column transferred_from uuid,
  add column transferred_at timestamptz,
  add constraint subscription_transferred_to check (transferred_to is null or ended_on is not null),
  add constraint subscription_transferred_at check (transferred_at is null or transferred_from is not null);
select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on,billed_on,settled_to,recurring_to,usage_to,setup_fee_billed,recount_from,end_fee_billed}');

create table subscriptions.transfer (
  -- The account that had it.
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  to_account_id uuid not null references crm.account (id),
  to_subscription_id uuid not null,
  -- The first day the new account pays for.
  on_day date not null,
  -- Whether the contract binds the new account for the rest of its term.
  contract text not null check (contract in ('kept', 'ended')),
  -- Whether a price of its own goes along, or the plan's holds.
  own_price text not null check (own_price in ('kept', 'dropped')),
  reason text,
  asked_by text not null,
  asked_at timestamptz not null,
  -- Null while it is planned.
  done_at timestamptz,
  taken_back_by text,
  taken_back_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id),
  foreign key (to_account_id, to_subscription_id) references subscriptions.subscription (account_id, id),
  check (account_id <> to_account_id),
  check ((taken_back_by is null) = (taken_back_at is null)),
  check (done_at is null or taken_back_at is null)
);
create index transfer_id on subscriptions.transfer (id);
create unique index transfer_open on subscriptions.transfer (subscription_id) where taken_back_at is null;
create index transfer_from on subscriptions.transfer (account_id, asked_at, id);
create index transfer_to on subscriptions.transfer (to_account_id, asked_at, id);
create index transfer_subscription on subscriptions.transfer (subscription_id);
create index transfer_to_subscription on subscriptions.transfer (to_subscription_id);
create index transfer_asked on subscriptions.transfer (asked_at, id);
create index transfer_day on subscriptions.transfer (on_day, id);
select kernel.audit_table('subscriptions.transfer');
select kernel.scope_rows('subscriptions.transfer');
