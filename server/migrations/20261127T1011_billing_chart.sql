-- The accountant's chart of accounts: what each ledger account of a legal entity is called there. Exports of the journal are written with it.
create table billing.chart (
  legal_entity_id uuid primary key references billing.legal_entity (id),
  -- The month that the fiscal year begins with.
  fiscal_month smallint not null default 1 check (fiscal_month between 1 and 12),
  -- Who keeps these books at DATEV: the consultant's number and the client's.
  datev_consultant integer check (datev_consultant between 1001 and 9999999),
  datev_client integer check (datev_client between 1 and 99999)
);
select kernel.audit_table('billing.chart');

create table billing.chart_account (
  legal_entity_id uuid not null references billing.legal_entity (id),
  ledger_account text not null,
  code text not null,
  name text not null,
  -- As the accountant's program names it, where it wants one.
  tax_code text,
  primary key (legal_entity_id, ledger_account)
);
select kernel.audit_table('billing.chart_account');
