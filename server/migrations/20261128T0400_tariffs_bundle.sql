-- Bundles: a plan whose version names parts, plans of other kinds, and has one price that is divided among them.

alter table tariffs.plan
  drop constraint plan_kind_check,
  add constraint plan_kind_check check (kind in ('internet', 'voice', 'tv', 'recurring', 'add-on', 'one-time', 'bundle'));

alter table tariffs.plan_version
  -- In order: of each part its plan, how many of it, whether it may be left out, what one of it cost by its own plan when this was published, and its share of the price.
  add column parts jsonb not null default '[]' check (jsonb_typeof(parts) = 'array'),
  -- The price came of the parts' own prices, less so much.
  add column parts_less_percent numeric check (parts_less_percent > 0 and parts_less_percent <= 100),
  add column parts_less_minor bigint check (parts_less_minor > 0),
  add constraint plan_version_parts check (
    (parts_less_percent is null or parts_less_minor is null) and (parts <> '[]' or (parts_less_percent is null and parts_less_minor is null)));

-- Of a part: the version of the bundle that it is sold in, and what the parts before it cost in a period.
alter table subscriptions.segment
  add column bundle_plan_id uuid,
  add column bundle_version integer,
  add column before_minor bigint check (before_minor >= 0),
  add foreign key (bundle_plan_id, bundle_version) references tariffs.plan_version (plan_id, version),
  add constraint segment_part check ((bundle_plan_id is null) = (bundle_version is null) and (bundle_plan_id is null) = (before_minor is null));
