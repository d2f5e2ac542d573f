create schema billing;
grant usage on schema billing to isp_scoped;

create table billing.legal_entity (
  id uuid primary key,
  code text not null unique,
  name text not null,
  street text,
  postal_code text,
  city text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  tax_id text,
  email text,
  iban text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  zone text not null,
  payment_days integer not null default 14 check (payment_days between 0 and 365),
  created_at timestamptz not null
);
select kernel.audit_table('billing.legal_entity');
select kernel.open_rows('billing.legal_entity');
alter table crm.account add foreign key (legal_entity_id) references billing.legal_entity (id);

-- Numbers of one kind of document of one legal entity, without gaps: the row is locked while numbers are given out.
create table billing.number_series (
  legal_entity_id uuid not null references billing.legal_entity (id),
  kind text not null check (kind in ('invoice', 'credit-note')),
  pattern text not null,
  next_value bigint not null default 1 check (next_value > 0),
  primary key (legal_entity_id, kind)
);

create table billing.tax (
  code text primary key,
  name text not null,
  percent numeric(9, 6) not null check (percent >= 0 and percent <= 1000),
  inclusive boolean not null default false,
  created_at timestamptz not null
);
select kernel.audit_table('billing.tax');
select kernel.open_rows('billing.tax');
alter table tariffs.plan_version add foreign key (tax_code) references billing.tax (code);

create table billing.bill_run (
  id uuid primary key,
  as_of date not null,
  zone text not null,
  state text not null check (state in ('running', 'done', 'failed')),
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  due integer not null default 0,
  invoices integer not null default 0,
  gross_minor bigint not null default 0,
  held integer not null default 0,
  error text
);
create index bill_run_started on billing.bill_run (started_at, id);

-- An issued invoice. Nothing of it ever changes but how much of it is still open.
create table billing.invoice (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  legal_entity_id uuid not null references billing.legal_entity (id),
  number text not null,
  bill_run_id uuid references billing.bill_run (id),
  currency text not null,
  issued_on date not null,
  due_on date not null,
  issued_at timestamptz not null,
  net_minor bigint not null,
  discount_minor bigint not null,
  tax_minor bigint not null,
  gross_minor bigint not null,
  -- [{tax_code, name, percent, base_minor, tax_minor}]
  taxes jsonb not null,
  -- The account's name and address as they were.
  recipient jsonb not null,
  open_minor bigint not null,
  primary key (account_id, id),
  unique (account_id, legal_entity_id, number),
  check (gross_minor = net_minor - discount_minor + tax_minor),
  check (open_minor between least(0, gross_minor) and greatest(0, gross_minor))
);
create index invoice_id on billing.invoice (id);
create index invoice_number on billing.invoice (number text_pattern_ops);
create index invoice_issued on billing.invoice (issued_on, id);
create index invoice_due on billing.invoice (due_on, account_id) where open_minor > 0;
create index invoice_run on billing.invoice (bill_run_id);
select kernel.scope_rows('billing.invoice');

create function billing.keep_invoice() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(old) - 'open_minor' <> to_jsonb(new) - 'open_minor' then
    raise exception 'an issued invoice is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_invoice before update or delete on billing.invoice for each row execute function billing.keep_invoice();

create table billing.invoice_line (
  account_id uuid not null,
  invoice_id uuid not null,
  line_no smallint not null check (line_no > 0),
  kind text not null check (kind in ('recurring', 'usage', 'one_time', 'credit')),
  subscription_id uuid,
  plan_id uuid,
  plan_version integer,
  description text not null,
  period_from date,
  period_to date,
  quantity numeric(30, 12) not null,
  unit_price_minor numeric(20, 6) not null,
  -- Days billed of days of the whole period, when it is a part.
  days integer,
  of_days integer,
  net_minor bigint not null,
  discount_minor bigint not null default 0,
  tax_code text,
  tax_minor bigint not null,
  gross_minor bigint not null,
  -- How the amount came about: the arithmetic, and for usage the octets, sessions and a check sum over them.
  trace jsonb not null,
  primary key (account_id, invoice_id, line_no),
  foreign key (account_id, invoice_id) references billing.invoice (account_id, id),
  check (gross_minor = net_minor - discount_minor + tax_minor),
  check (period_to > period_from)
);
-- A period of a subscription is billed once for each kind.
create unique index invoice_line_once on billing.invoice_line (account_id, subscription_id, kind, period_from) where subscription_id is not null and kind in ('recurring', 'usage', 'one_time');
select kernel.append_only('billing.invoice_line');
select kernel.scope_rows('billing.invoice_line');

-- Double entry: debit positive, credit negative; the postings of one transaction are written by one statement and sum to zero.
create table billing.posting (
  account_id uuid not null references crm.account (id),
  transaction_id uuid not null,
  line_no smallint not null,
  legal_entity_id uuid not null,
  ledger_account text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor <> 0),
  posted_on date not null,
  document_kind text not null check (document_kind in ('invoice', 'payment', 'allocation', 'reversal')),
  document_id uuid not null,
  posted_at timestamptz not null,
  primary key (account_id, transaction_id, line_no)
);
create index posting_ledger on billing.posting (legal_entity_id, ledger_account, posted_on);
create index posting_document on billing.posting (account_id, document_id);
select kernel.append_only('billing.posting');

create function billing.check_balance() returns trigger language plpgsql as $$
begin
  if exists (select 1 from posted group by transaction_id, currency having sum(amount_minor) <> 0) then
    raise exception 'a ledger transaction does not sum to zero' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger check_balance after insert on billing.posting referencing new table as posted for each statement execute function billing.check_balance();

create table billing.dunning_policy (
  code text primary key,
  name text not null,
  -- [{kind: 'reminder' | 'suspend', days}]: days after the due day.
  steps jsonb not null,
  minimum_debt_minor bigint not null default 0,
  created_at timestamptz not null
);
select kernel.audit_table('billing.dunning_policy');

-- An account that owes: since when, and the step it has reached.
create table billing.dunning (
  account_id uuid primary key references crm.account (id),
  policy_code text not null references billing.dunning_policy (code),
  since_on date not null,
  steps_taken integer not null default 0,
  changed_at timestamptz not null
);

create table billing.dunning_step (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  kind text not null,
  overdue_minor bigint not null,
  currency text not null,
  oldest_due_on date not null,
  taken_at timestamptz not null,
  primary key (account_id, id)
);
