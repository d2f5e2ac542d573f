-- Contract terms: how long a subscription is bound, how that is renewed, and what leaving earlier costs.

alter table tariffs.plan_version
  -- 0: it is not bound.
  add column contract_months integer not null default 0 check (contract_months between 0 and 120),
  add column contract_renewal text not null default 'none' check (contract_renewal in ('none', 'same', 'monthly')),
  -- Whether price changes wait for the end of a term.
  add column price_guarantee boolean not null default false,
  add column early_fee text not null default 'none' check (early_fee in ('none', 'fixed', 'declining', 'remaining')),
  -- Of the kinds fixed and declining.
  add column early_fee_minor bigint check (early_fee_minor > 0),
  -- Of the kind remaining: so much of what the periods left would have cost.
  add column early_fee_percent numeric check (early_fee_percent > 0 and early_fee_percent <= 100),
  add constraint plan_version_contract check (
    (early_fee in ('fixed', 'declining')) = (early_fee_minor is not null) and (early_fee = 'remaining') = (early_fee_percent is not null)
    and (contract_months > 0 or (contract_renewal = 'none' and not price_guarantee and early_fee = 'none')));

-- From a day on a subscription is bound as a version says; the last that began holds.
create table subscriptions.contract (
  account_id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  plan_id uuid not null,
  plan_version integer not null,
  created_at timestamptz not null,
  primary key (account_id, subscription_id, from_on),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id),
  foreign key (plan_id, plan_version) references tariffs.plan_version (plan_id, version)
);
select kernel.audit_table('subscriptions.contract');
select kernel.scope_rows('subscriptions.contract');

alter table subscriptions.subscription
  -- What its end costs by its contract, and why it is not charged when it is not.
  add column end_fee_minor bigint check (end_fee_minor > 0),
  add column end_fee_waived text,
  add column end_fee_billed boolean not null default false,
  add constraint subscription_end_fee check (ended_on is not null or (end_fee_minor is null and end_fee_waived is null));
select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on,billed_on,settled_to,recurring_to,usage_to,setup_fee_billed,end_fee_billed}');
