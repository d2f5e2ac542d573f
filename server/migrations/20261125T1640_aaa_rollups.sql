-- Use by hour, day and month; sums that are kept as rows are added; how long things are kept.

-- How far use is rolled up. Records of hours before claimed_to that come now say so in usage_late; hours before rolled_to are stored.
create table aaa.rollup (
  one boolean primary key default true check (one),
  claimed_to timestamptz,
  rolled_to timestamptz check (rolled_to <= claimed_to),
  -- Log-ins up to this id are in login_quarter.
  login_id bigint not null default 0
);
insert into aaa.rollup default values;
select kernel.open_rows('aaa.rollup');

-- An hour (UTC) of a subscription, once it is over. on_day is the civil day of it in the account's zone: midnight may fall within an hour, which then has two rows.
create table aaa.usage_hour (
  account_id uuid not null,
  subscription_id uuid not null,
  on_day date not null,
  hour_at timestamptz not null,
  input_octets bigint not null,
  output_octets bigint not null,
  primary key (account_id, subscription_id, on_day, hour_at)
);
-- The sum of a day's hours, once it is over.
create table aaa.usage_day (
  account_id uuid not null,
  subscription_id uuid not null,
  on_day date not null,
  input_octets bigint not null,
  output_octets bigint not null,
  primary key (account_id, subscription_id, on_day)
);
-- The sum of a month's days, once it is over.
create table aaa.usage_month (
  account_id uuid not null,
  subscription_id uuid not null,
  month_on date not null check (extract(day from month_on) = 1),
  input_octets bigint not null,
  output_octets bigint not null,
  primary key (account_id, subscription_id, month_on)
);
-- What came for hours that were claimed already, by the statement that wrote it: these hours are summed anew, and until then this is added.
create table aaa.usage_late (
  account_id uuid not null,
  subscription_id uuid not null,
  quarter_at timestamptz not null,
  input_octets bigint not null,
  output_octets bigint not null
);
create index usage_late_subscription on aaa.usage_late (account_id, subscription_id, quarter_at);
select kernel.scope_rows('aaa.usage_hour');
select kernel.scope_rows('aaa.usage_day');
select kernel.scope_rows('aaa.usage_month');
select kernel.scope_rows('aaa.usage_late');

-- Log-ins counted.
create table aaa.login_quarter (
  quarter_at timestamptz not null,
  outcome text not null,
  reason text not null,
  count bigint not null,
  primary key (quarter_at, outcome, reason)
);

-- A tally is a table to which every change adds a row of its own, so that no two wait for one row; rows of one key are put together by and by.
create table kernel.tally (
  relation text primary key,
  keys text[] not null,
  sums text[] not null
);
create function kernel.fold_tallies() returns void language plpgsql as $$
declare
  t kernel.tally;
  keys text;
begin
  for t in select * from kernel.tally order by relation loop
    select string_agg(format('%I', k), ', ') into keys from unnest(t.keys) k;
    execute format('with many as (select %1$s from %2$s group by %1$s having count(*) > 1),
      gone as (delete from %2$s using many where (%3$s) = (%4$s) returning %5$s)
      insert into %2$s (%1$s, %6$s) select %1$s, %7$s from gone group by %1$s', keys, t.relation,
      (select string_agg(format('%s.%I', t.relation, k), ', ') from unnest(t.keys) k), (select string_agg(format('many.%I', k), ', ') from unnest(t.keys) k),
      (select string_agg(format('%s.%I', t.relation, c), ', ') from unnest(t.keys || t.sums) c), (select string_agg(format('%I', s), ', ') from unnest(t.sums) s),
      (select string_agg(format('sum(%I)', s), ', ') from unnest(t.sums) s));
  end loop;
end $$;

-- Octets of all subscribers by quarter of an hour. No index: 35,000 rows a year are read faster than each statement of accounting would keep one.
create table aaa.traffic (
  quarter_at timestamptz not null,
  input_octets bigint not null,
  output_octets bigint not null
);
lock table aaa.usage_quarter in share mode;
insert into aaa.traffic select quarter_at, sum(input_octets), sum(output_octets) from aaa.usage_quarter group by 1 order by 1;

-- What was issued and what was received by day.
create table billing.issued (
  on_day date not null,
  currency text not null,
  amount_minor bigint not null
);
create index issued_day on billing.issued (on_day);
create table payments.received (
  on_day date not null,
  currency text not null,
  amount_minor bigint not null
);
create index received_day on payments.received (on_day);
insert into kernel.tally (relation, keys, sums) values ('aaa.traffic', '{quarter_at}', '{input_octets,output_octets}'),
  ('billing.issued', '{on_day,currency}', '{amount_minor}'), ('payments.received', '{on_day,currency}', '{amount_minor}');

create function billing.tally_issued() returns trigger language plpgsql as $$
begin
  insert into billing.issued (on_day, currency, amount_minor) select issued_on, currency, sum(gross_minor) from issued group by 1, 2;
  return null;
end $$;
create trigger tally_issued after insert on billing.invoice referencing new table as issued for each statement execute function billing.tally_issued();

create function payments.tally_received() returns trigger language plpgsql as $$
begin
  insert into payments.received (on_day, currency, amount_minor) select received_on, currency, sum(amount_minor) from received where reversed_at is null group by 1, 2;
  return null;
end $$;
create trigger tally_received after insert on payments.payment referencing new table as received for each statement execute function payments.tally_received();
create function payments.tally_reversed() returns trigger language plpgsql as $$
begin
  insert into payments.received (on_day, currency, amount_minor) values (new.received_on, new.currency, -new.amount_minor);
  return null;
end $$;
create trigger tally_reversed after update on payments.payment for each row when (old.reversed_at is null and new.reversed_at is not null) execute function payments.tally_reversed();

lock table billing.invoice, payments.payment in share mode;
insert into billing.issued select issued_on, currency, sum(gross_minor) from billing.invoice group by 1, 2;
insert into payments.received select received_on, currency, sum(amount_minor) from payments.payment where reversed_at is null group by 1, 2;

-- What is dear to count and may be a minute old.
create table kernel.snapshot (
  name text primary key,
  at timestamptz not null,
  body jsonb not null
);

-- How long things are kept; what is older is deleted at night.
create table aaa.retention (
  kind text primary key check (kind in ('quarters', 'hours', 'days', 'sessions', 'logins', 'coa')),
  -- null: for ever. The least: what comes late (a week) must find the rows it belongs to, and a month that ends its days.
  kept_days integer check (kept_days between case when kind in ('quarters', 'hours', 'days') then 62 else 30 end and 36500)
);
insert into aaa.retention values ('quarters', 396), ('hours', 396), ('days', 1827), ('sessions', 731), ('logins', 184), ('coa', 184);
select kernel.audit_table('aaa.retention');
-- How far it was deleted: what was before may be gone.
create table aaa.forgotten (
  kind text primary key references aaa.retention (kind),
  before_at timestamptz not null
);
