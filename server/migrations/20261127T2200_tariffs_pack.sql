-- Packs: more to use than the plan gives, for sale; who bought which, and who buys one by itself when it has used up what it has.

create table tariffs.pack (
  id uuid primary key,
  code text not null unique,
  name text not null,
  what text not null check (what in ('time', 'data')),
  -- Octets, or seconds connected.
  amount bigint not null check (amount > 0),
  -- How many days it lasts; null: until the window of each limit ends.
  lasts_days smallint check (lasts_days between 1 and 59),
  price_minor bigint not null check (price_minor > 0),
  currency text not null,
  tax_code text,
  -- For subscriptions of these plans; null: of any.
  plan_ids uuid[] check (plan_ids <> '{}'),
  state text not null default 'active' check (state in ('active', 'withdrawn')),
  created_at timestamptz not null
);
select kernel.audit_table('tariffs.pack');
select kernel.open_rows('tariffs.pack');

-- A pack that a subscription has bought: the top-up it gave, and the charge that its price is.
create table subscriptions.pack_sale (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  pack_id uuid not null references tariffs.pack (id),
  -- Gone once the pack is taken back.
  top_up_id uuid not null,
  charge_id uuid not null,
  -- Bought by the subscription's rule, not by somebody.
  automatic boolean not null,
  sold_by text not null,
  sold_at timestamptz not null,
  taken_back_by text,
  taken_back_at timestamptz,
  primary key (account_id, id),
  unique (account_id, charge_id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id),
  foreign key (account_id, charge_id) references billing.charge (account_id, id),
  check ((taken_back_by is null) = (taken_back_at is null))
);
create index pack_sale_id on subscriptions.pack_sale (id);
create index pack_sale_subscription on subscriptions.pack_sale (account_id, subscription_id, sold_at, id);
create index pack_sale_sold on subscriptions.pack_sale (sold_at, id);
select kernel.audit_table('subscriptions.pack_sale');
select kernel.scope_rows('subscriptions.pack_sale');

-- The pack that a subscription buys by itself when so many percent of what its plan gives are used, so often in a period at most.
create table subscriptions.pack_rule (
  account_id uuid not null,
  subscription_id uuid not null,
  pack_id uuid not null references tariffs.pack (id),
  at_percent smallint not null check (at_percent between 1 and 100),
  at_most smallint not null check (at_most between 1 and 100),
  set_by text not null,
  set_at timestamptz not null,
  primary key (account_id, subscription_id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
select kernel.audit_table('subscriptions.pack_rule');
select kernel.scope_rows('subscriptions.pack_rule');
