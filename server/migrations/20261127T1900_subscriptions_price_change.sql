-- Price changes: new terms of a plan that running subscriptions get too, each at the beginning of a period of its own; and own prices that are known as such.

-- Months since the year 0; and the day of such a month that a period wants to begin on, clamped to its end.
create function subscriptions.month_number(day date) returns integer language sql immutable parallel safe return
  (date_part('year', day) * 12 + date_part('month', day))::integer;
create function subscriptions.month_day(month integer, anchor_day integer) returns date language sql immutable parallel safe return
  (date '2000-01-01' + (anchor_day - 1) + make_interval(months => month - 24001))::date;
-- The first of the months that are `step` apart from one on, up to a month.
create function subscriptions.month_before(first integer, step integer, month integer) returns integer language sql immutable parallel safe return
  first + floor((month - first)::float8 / step)::integer * step;

-- The day itself when a period begins on it, else the next day one does: what `boundaryOnOrAfter` of values/period.ts computes, for many at once. All of it is inlined.
create function subscriptions.period_on_or_after(anchor_on date, anchor_day integer, unit text, n integer, on_day date) returns date language sql immutable parallel safe return
  case unit when 'day' then anchor_on + ceil((on_day - anchor_on)::float8 / n)::integer * n
    when 'week' then anchor_on + ceil((on_day - anchor_on)::float8 / (n * 7))::integer * n * 7
    else subscriptions.month_day(subscriptions.month_before(subscriptions.month_number(anchor_on), n * case unit when 'year' then 12 else 1 end, subscriptions.month_number(on_day))
      + case when subscriptions.month_day(subscriptions.month_before(subscriptions.month_number(anchor_on), n * case unit when 'year' then 12 else 1 end, subscriptions.month_number(on_day)), anchor_day) < on_day
        then n * case unit when 'year' then 12 else 1 end else 0 end, anchor_day) end;

-- Terms that were taken back before they began: nobody can be sold them.
alter table tariffs.plan_version add column withdrawn_at timestamptz;

create table subscriptions.price_change (
  id uuid primary key,
  plan_id uuid not null,
  -- The terms that are given.
  plan_version integer not null,
  -- Whose: subscriptions by a version up to this.
  up_to_version integer not null check (up_to_version < plan_version),
  -- Whether those that have a price of their own keep it.
  own_prices text not null check (own_prices in ('kept', 'replaced')),
  effective_on date not null,
  -- Whether all else but the price stays, as far as the network is concerned.
  keeps_access boolean not null,
  state text not null check (state in ('planning', 'planned', 'taking-back', 'taken-back')),
  published_by text not null,
  published_at timestamptz not null,
  taken_back_by text,
  taken_back_at timestamptz,
  -- How many are expected, how many are planned so far, and what those pay in a period, before and after.
  due integer not null,
  planned integer not null default 0,
  before_minor bigint not null default 0,
  after_minor bigint not null default 0,
  -- The last subscription that planning has looked at.
  looked_id uuid,
  unique (plan_id, plan_version),
  foreign key (plan_id, plan_version) references tariffs.plan_version (plan_id, version),
  check ((taken_back_by is null) = (taken_back_at is null))
);
create index price_change_published on subscriptions.price_change (published_at, id);
select kernel.audit_table('subscriptions.price_change', derived_columns => '{planned,before_minor,after_minor,looked_id}');

alter table subscriptions.segment
  -- The price change that planned it.
  add column price_change_id uuid references subscriptions.price_change (id),
  -- Whether the price is the subscription's own, whatever its plan says.
  add column own_price boolean not null default false;
alter table subscriptions.segment disable trigger audit;
update subscriptions.segment g set own_price = true from tariffs.plan_version v, subscriptions.subscription s
  where v.plan_id = g.plan_id and v.version = g.plan_version and s.account_id = g.account_id and s.id = g.subscription_id
    and (g.price_minor = s.price_override_minor or (v.phases = '[]' and g.price_minor <> v.price_minor));
alter table subscriptions.segment enable trigger audit;
create index segment_price_change on subscriptions.segment (price_change_id, account_id, subscription_id, from_on) where price_change_id is not null;
