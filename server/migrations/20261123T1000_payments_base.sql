create schema payments;
grant usage on schema payments to isp_scoped;

-- Money that came in. Never changed but for how much of it is not yet allocated, and whether (and why) it was taken back.
create table payments.payment (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  method text not null check (method in ('cash', 'transfer', 'card', 'cheque', 'other')),
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  unallocated_minor bigint not null check (unallocated_minor between 0 and amount_minor),
  reference text,
  received_on date not null,
  reversed_at timestamptz,
  reversed_reason text,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (account_id, id),
  check ((reversed_at is null) = (reversed_reason is null)),
  check (reversed_at is null or unallocated_minor = 0)
);
create index payment_id on payments.payment (id);
create index payment_recorded on payments.payment (recorded_at, id);
create index payment_open on payments.payment (account_id) where unallocated_minor > 0;
select kernel.audit_table('payments.payment');
select kernel.scope_rows('payments.payment');

create table payments.allocation (
  account_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, payment_id) references payments.payment (account_id, id),
  foreign key (account_id, invoice_id) references billing.invoice (account_id, id)
);
create index allocation_payment on payments.allocation (account_id, payment_id);
create index allocation_invoice on payments.allocation (account_id, invoice_id);
select kernel.append_only('payments.allocation');
select kernel.scope_rows('payments.allocation');
