-- Discounts: what a subscription or an account pays less, by a coupon of the catalogue or by hand; each line says what was taken off it and by which.

create table tariffs.coupon (
  id uuid primary key,
  code text not null unique,
  name text not null,
  -- What it is taken off: the lines of one subscription, to the day, or the account's bills.
  target text not null check (target in ('subscription', 'account')),
  base text not null check (base in ('recurring', 'one-time', 'usage', 'all')),
  percent numeric(9, 6) check (percent > 0 and percent <= 100),
  amount_minor bigint check (amount_minor > 0),
  currency text,
  -- For how many periods of the subscription, or bills of the account; null: for good.
  times integer check (times > 0),
  -- For which plans; null: any.
  plan_ids uuid[] check (plan_ids <> '{}'),
  redeem_from date,
  redeem_to date,
  -- How often it may be redeemed, by different accounts; null: without limit.
  most integer check (most > 0),
  redeemed integer not null default 0,
  state text not null default 'active' check (state in ('active', 'withdrawn')),
  created_at timestamptz not null,
  check ((percent is null) <> (amount_minor is null)),
  check ((amount_minor is null) = (currency is null)),
  check (redeem_to >= redeem_from),
  check (redeemed <= most)
);
select kernel.audit_table('tariffs.coupon', derived_columns => '{redeemed}');
select kernel.open_rows('tariffs.coupon');

create table billing.discount (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  -- Null: of the account's bills.
  subscription_id uuid,
  coupon_id uuid references tariffs.coupon (id),
  name text not null,
  base text not null check (base in ('recurring', 'one-time', 'usage', 'all')),
  percent numeric(9, 6) check (percent > 0 and percent <= 100),
  amount_minor bigint check (amount_minor > 0),
  from_on date not null,
  -- The first day it is not given any more.
  to_on date,
  known_on date not null,
  -- Ended by hand: from which day on, and the day that was recorded.
  ended_on date,
  ended_known_on date,
  -- Of how many bills; null: of all of its days.
  bills integer check (bills > 0),
  given_by text not null,
  given_at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id),
  check ((percent is null) <> (amount_minor is null)),
  check (to_on > from_on),
  check ((ended_on is null) = (ended_known_on is null)),
  check (subscription_id is null or bills is null)
);
create unique index discount_coupon_once on billing.discount (account_id, coupon_id);
create index discount_id on billing.discount (id);
create index discount_of_coupon on billing.discount (coupon_id, given_at, id) where coupon_id is not null;
create index discount_given on billing.discount (given_at, id);
select kernel.audit_table('billing.discount');
select kernel.scope_rows('billing.discount');

create table billing.line_discount (
  account_id uuid not null,
  invoice_id uuid not null,
  line_no smallint not null,
  discount_no smallint not null check (discount_no > 0),
  discount_id uuid not null,
  name text not null,
  -- In the price's own terms.
  amount_minor bigint not null check (amount_minor > 0),
  primary key (account_id, invoice_id, line_no, discount_no),
  foreign key (account_id, invoice_id, line_no) references billing.invoice_line (account_id, invoice_id, line_no),
  foreign key (account_id, discount_id) references billing.discount (account_id, id)
);
create index line_discount_discount on billing.line_discount (account_id, discount_id);
select kernel.append_only('billing.line_discount');
select kernel.scope_rows('billing.line_discount');

-- An invoice is the sum of its lines, and what a line was discounted by the sum of its discounts.
create or replace function billing.check_lines() returns trigger language plpgsql set enable_seqscan = off as $$
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
  if exists (
    select 1 from issued i join billing.invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id
    where i.discount_minor <> 0 and l.discount_minor <> (
      select coalesce(sum(d.amount_minor), 0) from billing.line_discount d
      where d.account_id = l.account_id and d.invoice_id = l.invoice_id and d.line_no = l.line_no
    )
  ) then
    raise exception 'the discounts of a line do not sum to what was taken off it' using errcode = 'check_violation';
  end if;
  return null;
end $$;
