-- What becomes of what is left of a period's allowance: of the included volume, and of limits and steps of volume by week, month or billing period.

alter table tariffs.plan_version
  -- {periods, most_bytes, most_percent, used}; null: it is lost.
  add column rollover jsonb check (jsonb_typeof(rollover) = 'object');
