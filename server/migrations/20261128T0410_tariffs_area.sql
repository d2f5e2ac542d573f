-- Areas that plans are sold in.

create table tariffs.area (
  id uuid primary key,
  code text not null unique,
  name text not null,
  -- [{country, postal_prefix | postal_from, postal_to, city}]: an address is inside when one of them fits.
  rules jsonb not null check (jsonb_typeof(rules) = 'array' and rules <> '[]'),
  created_at timestamptz not null
);
select kernel.audit_table('tariffs.area');
select kernel.open_rows('tariffs.area');

-- Sold only there; null: everywhere.
alter table tariffs.plan add column area_ids uuid[] check (area_ids <> '{}');

-- Why its plan was sold outside its areas.
alter table subscriptions.subscription add column out_of_area text;
select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on,billed_on,settled_to,recurring_to,usage_to,setup_fee_billed,recount_from,end_fee_billed}');
