create schema tariffs;
grant usage on schema tariffs to isp_scoped;

create table tariffs.plan (
  id uuid primary key,
  code text not null unique,
  name text not null,
  kind text not null default 'internet' check (kind in ('internet', 'recurring')),
  state text not null default 'active' check (state in ('active', 'retired')),
  created_at timestamptz not null
);
select kernel.audit_table('tariffs.plan');
select kernel.open_rows('tariffs.plan');

-- What a plan costs and gives from a day on. A version that has begun is never changed: the next one takes over.
create table tariffs.plan_version (
  plan_id uuid not null references tariffs.plan (id),
  version integer not null check (version > 0),
  effective_from date not null,
  price_minor bigint not null check (price_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cycle_unit text not null check (cycle_unit in ('day', 'week', 'month', 'year')),
  cycle_count integer not null check (cycle_count between 1 and 120),
  timing text not null check (timing in ('advance', 'arrears')),
  tax_code text,
  setup_fee_minor bigint not null default 0 check (setup_fee_minor >= 0),
  rate_down_kbps integer check (rate_down_kbps > 0),
  rate_up_kbps integer check (rate_up_kbps > 0),
  included_bytes bigint check (included_bytes >= 0),
  overage_unit_bytes bigint check (overage_unit_bytes > 0),
  overage_unit_price_minor numeric(20, 6) check (overage_unit_price_minor >= 0),
  session_timeout_s integer check (session_timeout_s between 60 and 31536000),
  created_at timestamptz not null,
  primary key (plan_id, version),
  unique (plan_id, effective_from),
  check ((overage_unit_bytes is null) = (overage_unit_price_minor is null)),
  check (overage_unit_bytes is null or included_bytes is not null)
);
select kernel.audit_table('tariffs.plan_version');
select kernel.open_rows('tariffs.plan_version');
