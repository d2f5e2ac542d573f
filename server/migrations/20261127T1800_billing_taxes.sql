-- Taxes as the world has them: rates that change on a day, groups of taxes by place, exemptions of accounts; several taxes on a line.

-- The state or province, as rules of tax groups name it: 'QC', 'TX'.
alter table crm.account add column region text;

-- What a plan's tax_code names: a tax, or a group of taxes. A group has no rate of its own, but the taxes that are charged, in order, and rules that say others by place:
-- [{country, region, postal_prefix, taxes}], of which the first that fits an account's address holds.
alter table billing.tax alter column percent drop not null,
  add column kind text not null default 'tax' check (kind in ('tax', 'group')),
  -- Charged on the net and on the taxes before it.
  add column compound boolean not null default false,
  add column taxes text[],
  add column rules jsonb,
  add check ((kind = 'tax') = (percent is not null)),
  add check ((kind = 'group') = (taxes is not null)),
  add check ((kind = 'group') = (rules is not null)),
  add check (kind = 'tax' or not compound);

-- A tax's rate from a day on; before the first of them it is the tax's own.
create table billing.tax_rate (
  tax_code text not null references billing.tax (code),
  effective_from date not null,
  percent numeric(9, 6) not null check (percent >= 0 and percent <= 1000),
  created_at timestamptz not null,
  primary key (tax_code, effective_from)
);
select kernel.audit_table('billing.tax_rate');
select kernel.open_rows('billing.tax_rate');

-- Days on which an account's documents go without a tax, or without any.
create table billing.tax_exemption (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  -- Null: every tax.
  tax_code text references billing.tax (code),
  kind text not null check (kind in ('certificate', 'reverse-charge', 'other')),
  certificate text,
  reason text,
  from_on date not null,
  -- The first day it does not hold any more.
  to_on date check (to_on >= from_on),
  known_on date not null,
  given_by text not null,
  given_at timestamptz not null,
  primary key (account_id, id),
  check (kind <> 'certificate' or certificate is not null),
  check (kind <> 'other' or reason is not null)
);
create index tax_exemption_id on billing.tax_exemption (id);
create index tax_exemption_given on billing.tax_exemption (given_at, id);
create index tax_exemption_ends on billing.tax_exemption (to_on, id);
select kernel.audit_table('billing.tax_exemption');
select kernel.scope_rows('billing.tax_exemption');

-- The taxes of lines that have several; that of another line is the line's own.
create table billing.line_tax (
  account_id uuid not null,
  invoice_id uuid not null,
  line_no smallint not null,
  -- In the order they were charged.
  tax_no smallint not null check (tax_no > 0),
  tax_code text not null,
  base_minor bigint not null,
  tax_minor bigint not null,
  primary key (account_id, invoice_id, line_no, tax_no),
  unique (account_id, invoice_id, line_no, tax_code),
  foreign key (account_id, invoice_id, line_no) references billing.invoice_line (account_id, invoice_id, line_no)
);
select kernel.append_only('billing.line_tax');
select kernel.scope_rows('billing.line_tax');

-- What a credit of such a line gives back of each tax.
create table billing.line_credit_tax (
  account_id uuid not null,
  invoice_id uuid not null,
  invoice_line_no smallint not null,
  credit_no smallint not null,
  tax_code text not null,
  base_minor bigint not null,
  tax_minor bigint not null check (tax_minor >= 0),
  primary key (account_id, invoice_id, invoice_line_no, credit_no, tax_code),
  foreign key (account_id, invoice_id, invoice_line_no, credit_no)
    references billing.line_credit (account_id, invoice_id, invoice_line_no, credit_no),
  foreign key (account_id, invoice_id, invoice_line_no, tax_code)
    references billing.line_tax (account_id, invoice_id, line_no, tax_code)
);
select kernel.append_only('billing.line_credit_tax');
select kernel.scope_rows('billing.line_credit_tax');

-- The taxes of a line sum to its tax.
create function billing.check_line_taxes() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if exists (
    select 1 from (select account_id, invoice_id, line_no, sum(tax_minor) as tax_minor from added group by 1, 2, 3) a
    join billing.invoice_line l on l.account_id = a.account_id and l.invoice_id = a.invoice_id and l.line_no = a.line_no
    where l.tax_minor <> a.tax_minor
  ) then
    raise exception 'the taxes of a line do not sum to its tax' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger check_line_taxes after insert on billing.line_tax referencing new table as added for each statement execute function billing.check_line_taxes();

-- So do those of a credit; and no tax of a line is given back more than it was.
create function billing.check_credit_taxes() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if exists (
    select 1 from (select account_id, invoice_id, invoice_line_no, credit_no, sum(tax_minor) as tax_minor from added group by 1, 2, 3, 4) a
    join billing.line_credit c on c.account_id = a.account_id and c.invoice_id = a.invoice_id and c.invoice_line_no = a.invoice_line_no and c.credit_no = a.credit_no
    where c.tax_minor <> a.tax_minor
  ) then
    raise exception 'the taxes of a credit do not sum to its tax' using errcode = 'check_violation';
  end if;
  if exists (
    select 1 from (select distinct account_id, invoice_id, invoice_line_no, tax_code from added) a
    join billing.line_tax t on t.account_id = a.account_id and t.invoice_id = a.invoice_id and t.line_no = a.invoice_line_no and t.tax_code = a.tax_code
    where t.tax_minor < (
      select sum(c.tax_minor) from billing.line_credit_tax c
      where c.account_id = a.account_id and c.invoice_id = a.invoice_id and c.invoice_line_no = a.invoice_line_no and c.tax_code = a.tax_code
    )
  ) then
    raise exception 'a tax of an invoice line is given back more than it was' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger check_credit_taxes after insert on billing.line_credit_tax referencing new table as added for each statement execute function billing.check_credit_taxes();
