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

-- How one kind of document of one legal entity is numbered: 'INV-{YYYY}-{000000}'.
create table billing.number_series (
  legal_entity_id uuid not null references billing.legal_entity (id),
  kind text not null check (kind in ('invoice', 'credit-note')),
  pattern text not null,
  primary key (legal_entity_id, kind)
);
select kernel.audit_table('billing.number_series');

-- How far the counter of a scope has come: the pattern with its dates filled in, 'INV-2026-{000000}'. Locked from the moment numbers are
-- given out until their commit, so there are no gaps and a number is given once.
create table billing.number_counter (
  legal_entity_id uuid not null,
  kind text not null,
  scope text not null,
  last_value bigint not null check (last_value > 0),
  primary key (legal_entity_id, kind, scope),
  foreign key (legal_entity_id, kind) references billing.number_series (legal_entity_id, kind)
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
-- A run that was cut off is taken up again, never begun a second time.
create unique index bill_run_running on billing.bill_run (as_of, zone) where state = 'running';

-- An issued invoice. Nothing of it ever changes but how much of it is still open.
create table billing.invoice (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  legal_entity_id uuid not null references billing.legal_entity (id),
  number text not null,
  bill_run_id uuid references billing.bill_run (id),
  currency text not null,
  -- Whose days issued_on and due_on are: the account's zone when it was issued.
  zone text not null,
  issued_on date not null,
  due_on date not null,
  issued_at timestamptz not null,
  -- After discounts; discount_minor says what was taken off before.
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
  check (gross_minor = net_minor + tax_minor),
  check (open_minor between least(0, gross_minor) and greatest(0, gross_minor))
);
create index invoice_id on billing.invoice (id);
-- The law wants each number once. The counter sees to it; this would tell (over shards, where it cannot be unique, the counter alone).
create unique index invoice_number on billing.invoice (number text_pattern_ops, legal_entity_id);
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
  -- Lines are written before their invoice, so that its number is held only for the last statement of a chunk.
  foreign key (account_id, invoice_id) references billing.invoice (account_id, id) deferrable initially deferred,
  check (gross_minor = net_minor + tax_minor),
  check (period_to > period_from)
);
-- A period of a subscription is billed once for each kind.
create unique index invoice_line_once on billing.invoice_line (account_id, subscription_id, kind, period_from) where subscription_id is not null and kind in ('recurring', 'usage', 'one_time');
select kernel.append_only('billing.invoice_line');
select kernel.scope_rows('billing.invoice_line');

-- The header of an invoice is the sum of its lines. (These look a few rows up in large tables: by index, whatever the planner knew when it first saw them.)
create function billing.check_lines() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if exists (
    select 1 from issued i where (
      select (sum(l.net_minor), sum(l.discount_minor), sum(l.tax_minor), sum(l.gross_minor))
        is distinct from (i.net_minor::numeric, i.discount_minor::numeric, i.tax_minor::numeric, i.gross_minor::numeric)
      from billing.invoice_line l where l.account_id = i.account_id and l.invoice_id = i.id
    )
  ) then
    raise exception 'an invoice is not the sum of its lines' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger check_lines after insert on billing.invoice referencing new table as issued for each statement execute function billing.check_lines();

-- An issued invoice gets no further line.
create function billing.keep_lines() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if exists (
    select 1 from (select distinct account_id, invoice_id from added) a
    where (select true from billing.invoice i where i.account_id = a.account_id and i.id = a.invoice_id)
  ) then
    raise exception 'an issued invoice gets no further line' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger keep_lines after insert on billing.invoice_line referencing new table as added for each statement execute function billing.keep_lines();

-- Double entry: debit positive, credit negative; the postings of one transaction are written by one statement and sum to zero.
-- Its account is that of its document, which refers to it.
create table billing.posting (
  account_id uuid not null,
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
-- The ledger is read by account, or as a whole for some days.
create index posting_posted on billing.posting using brin (posted_on);
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

-- An account that owes: since when (the due day of its oldest debt), and the steps taken for it ('reminder:3', 'suspend:14').
create table billing.dunning (
  account_id uuid primary key references crm.account (id),
  policy_code text not null references billing.dunning_policy (code),
  since_on date not null,
  taken text[] not null default '{}',
  changed_at timestamptz not null
);

create table billing.dunning_step (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  kind text not null check (kind in ('reminder', 'suspend')),
  -- The day the policy asked for it; taken_at is when it was done.
  due_on date not null,
  overdue_minor bigint not null,
  currency text not null,
  oldest_due_on date not null,
  taken_at timestamptz not null,
  primary key (account_id, id)
);
