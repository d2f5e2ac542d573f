create schema crm;
grant usage on schema crm to isp_scoped;

create sequence crm.account_number start 100001;

-- An account: who is billed. Its id is the account_id that every table which grows with accounts carries.
create table crm.account (
  id uuid primary key,
  number text not null unique default 'A' || nextval('crm.account_number'),
  kind text not null check (kind in ('person', 'company')),
  name text not null,
  email text,
  phone text,
  street text,
  postal_code text,
  city text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  tax_id text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  zone text not null,
  locale text not null default 'en',
  legal_entity_id uuid not null,
  reseller_id uuid,
  state text not null default 'active' check (state in ('active', 'closed')),
  created_at timestamptz not null
);
create index account_name on crm.account (lower(name) text_pattern_ops, id);
create index account_email on crm.account (lower(email) text_pattern_ops) where email is not null;
create index account_phone on crm.account (phone text_pattern_ops) where phone is not null;
create index account_street on crm.account (lower(street) text_pattern_ops) where street is not null;
create index account_created on crm.account (created_at, id);
create index account_reseller on crm.account (reseller_id, id) where reseller_id is not null;
create index account_zone on crm.account (zone);
select kernel.audit_table('crm.account');

alter table crm.account enable row level security;
create policy own_rows on crm.account to isp_scoped using (id = kernel.scope_account() or reseller_id = kernel.scope_reseller());
grant select on crm.account to isp_scoped;

-- A remark of a member of staff on an account.
create table crm.note (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  body text not null,
  author text not null,
  created_at timestamptz not null,
  primary key (account_id, id)
);
select kernel.audit_table('crm.note');
