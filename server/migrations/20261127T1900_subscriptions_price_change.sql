-- Price changes: new terms of a plan that running subscriptions get too, each at the beginning of a period of its own; and own prices that are known as such.

-- The day itself when a period begins on it, else the next day one does: what `boundaryOnOrAfter` of values/period.ts computes, for many at once.
create function subscriptions.period_on_or_after(anchor_on date, anchor_day integer, unit text, n integer, on_day date) returns date language sql immutable parallel safe return
  case when unit in ('day', 'week') then
    anchor_on + ceil((on_day - anchor_on)::numeric / (n * case unit when 'week' then 7 else 1 end))::integer * n * case unit when 'week' then 7 else 1 end
  else (
    select (m.first + (least(anchor_day, extract(day from m.first + interval '1 month' - interval '1 day')::integer) - 1))::date
    from (
      select n * case unit when 'year' then 12 else 1 end as months,
        (extract(year from on_day) - extract(year from anchor_on))::integer * 12 + (extract(month from on_day) - extract(month from anchor_on))::integer as apart
    ) c, lateral (
      select (date_trunc('month', anchor_on::timestamp) + make_interval(months => k * c.months))::date as first
      from generate_series(floor(c.apart::numeric / c.months)::integer, floor(c.apart::numeric / c.months)::integer + 1) k
    ) m
    where (m.first + (least(anchor_day, extract(day from m.first + interval '1 month' - interval '1 day')::integer) - 1))::date >= on_day
    order by m.first limit 1)
  end;

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
  -- How far planning has come.
  looked_at timestamptz,
  looked_id uuid,
  unique (plan_id, plan_version),
  foreign key (plan_id, plan_version) references tariffs.plan_version (plan_id, version),
  check ((taken_back_by is null) = (taken_back_at is null)),
  check ((looked_at is null) = (looked_id is null))
);
create index price_change_published on subscriptions.price_change (published_at, id);
select kernel.audit_table('subscriptions.price_change', derived_columns => '{planned,before_minor,after_minor,looked_at,looked_id}');

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
