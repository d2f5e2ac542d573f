-- Lists, searches and sums that answer at once with a million accounts (docs/decisions/0019-at-a-million.md). Builds indexes on large tables: who writes to one waits meanwhile.
set local maintenance_work_mem = '512MB';

-- A part of a name, from three letters on.
create extension if not exists pg_trgm;
create index account_name_part on crm.account using gin (lower(name) gin_trgm_ops);
create index account_closed on crm.account (id) where state <> 'active';

-- In order of time, by plan, and by the states that few are in.
create index subscription_created on subscriptions.subscription (created_at, id);
drop index subscriptions.subscription_plan;
create index subscription_plan on subscriptions.subscription (plan_id, created_at, id) include (account_id, state);
create index subscription_state on subscriptions.subscription (state, created_at, id) include (account_id) where state <> 'active';

-- What is deserved, to be compared with what the open sessions were told, without reading the rows.
create index access_deserved on aaa.access (account_id, subscription_id) include (mode, rate_down_kbps, rate_up_kbps);
create index access_not_allowed on aaa.access (mode, account_id, subscription_id) where mode <> 'allow';

-- Numbers are looked up by their beginning and listed in their order: in the order of their characters both are one index.
drop index billing.invoice_number;
create unique index invoice_number on billing.invoice (number collate "C", legal_entity_id);
drop index billing.invoice_run;
create index invoice_run on billing.invoice (bill_run_id, issued_on, id);

create index payment_received on payments.payment (received_on, id);
create index payment_method on payments.payment (method, recorded_at, id);

-- The log of log-ins of one NAS; and all that did not end as most do.
create index login_nas on aaa.login (nas_id, id desc);
drop index aaa.login_rejected;
create index login_refused on aaa.login (outcome, id desc) where outcome <> 'accept';

-- Who has what of a pool, by address, and by who used it least lately.
create index assignment_pool on aaa.assignment (pool_id, address) where free_since is null;
drop index aaa.assignment_least_used;
create index assignment_least_used on aaa.assignment (pool_id, used_at, address) where free_since is null;

-- What was posted to each ledger account by day, debits and credits both positive.
create table billing.posted (
  legal_entity_id uuid not null,
  currency text not null,
  ledger_account text not null,
  on_day date not null,
  debit_minor bigint not null,
  credit_minor bigint not null
);
create function billing.tally_posted() returns trigger language plpgsql as $$
begin
  insert into billing.posted (legal_entity_id, currency, ledger_account, on_day, debit_minor, credit_minor)
  select legal_entity_id, currency, ledger_account, posted_on, coalesce(sum(amount_minor) filter (where amount_minor > 0), 0), coalesce(-sum(amount_minor) filter (where amount_minor < 0), 0)
  from posted group by 1, 2, 3, 4;
  return null;
end $$;
create trigger tally_posted after insert on billing.posting referencing new table as posted for each statement execute function billing.tally_posted();

-- How many addresses and prefixes are assigned, by pool and range; nil where there is none.
create table aaa.assigned (
  pool_id uuid not null,
  range_id uuid not null,
  count bigint not null
);
create function aaa.tally_assigned() returns trigger language plpgsql as $$
declare
  nil constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  if tg_op = 'INSERT' then
    insert into aaa.assigned select coalesce(pool_id, nil), coalesce(range_id, nil), count(*) from became where free_since is null group by 1, 2;
  elsif tg_op = 'DELETE' then
    insert into aaa.assigned select coalesce(pool_id, nil), coalesce(range_id, nil), -count(*) from was where free_since is null group by 1, 2;
  else
    insert into aaa.assigned select pool_id, range_id, sum(n) from (
      select coalesce(pool_id, nil) as pool_id, coalesce(range_id, nil) as range_id, 1 as n from became where free_since is null
      union all select coalesce(pool_id, nil), coalesce(range_id, nil), -1 from was where free_since is null) c group by 1, 2 having sum(n) <> 0;
  end if;
  return null;
end $$;
create trigger tally_insert after insert on aaa.assignment referencing new table as became for each statement execute function aaa.tally_assigned();
create trigger tally_delete after delete on aaa.assignment referencing old table as was for each statement execute function aaa.tally_assigned();
create trigger tally_update after update on aaa.assignment referencing old table as was new table as became for each statement execute function aaa.tally_assigned();

insert into kernel.tally (relation, keys, sums) values ('billing.posted', '{legal_entity_id,currency,ledger_account,on_day}', '{debit_minor,credit_minor}'),
  ('aaa.assigned', '{pool_id,range_id}', '{count}');

lock table billing.posting, aaa.assignment in share mode;
insert into billing.posted
select legal_entity_id, currency, ledger_account, posted_on, coalesce(sum(amount_minor) filter (where amount_minor > 0), 0), coalesce(-sum(amount_minor) filter (where amount_minor < 0), 0)
from billing.posting group by 1, 2, 3, 4;
insert into aaa.assigned
select coalesce(pool_id, '00000000-0000-0000-0000-000000000000'), coalesce(range_id, '00000000-0000-0000-0000-000000000000'), count(*) from aaa.assignment where free_since is null group by 1, 2;
