-- One-off charges: what an account owes once, taken by the next bill that is made for it.

create table billing.charge (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  -- Null: of the account.
  subscription_id uuid,
  -- Of a plan that is sold once; null: written by hand.
  plan_id uuid,
  plan_version integer,
  description text not null,
  quantity integer not null check (quantity between 1 and 1000000),
  -- Of one of it.
  unit_price_minor bigint not null check (unit_price_minor > 0),
  currency text not null,
  tax_code text,
  -- No bill before this day takes it.
  due_on date not null,
  known_on date not null,
  made_by text not null,
  made_at timestamptz not null,
  cancelled_by text,
  cancelled_at timestamptz,
  -- The line that it was billed by.
  invoice_id uuid,
  line_no smallint,
  primary key (account_id, id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id),
  foreign key (plan_id, plan_version) references tariffs.plan_version (plan_id, version),
  foreign key (account_id, invoice_id, line_no) references billing.invoice_line (account_id, invoice_id, line_no),
  check ((plan_id is null) = (plan_version is null)),
  check ((cancelled_by is null) = (cancelled_at is null)),
  check ((invoice_id is null) = (line_no is null)),
  check (invoice_id is null or cancelled_at is null)
);
create index charge_waiting on billing.charge (account_id, due_on) where invoice_id is null and cancelled_at is null;
create index charge_id on billing.charge (id);
create index charge_made on billing.charge (made_at, id);
create index charge_waiting_made on billing.charge (made_at, id) where invoice_id is null and cancelled_at is null;
select kernel.audit_table('billing.charge', derived_columns => '{invoice_id,line_no}');
select kernel.scope_rows('billing.charge');
