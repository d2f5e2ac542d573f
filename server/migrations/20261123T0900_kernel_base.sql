-- The corridor: what every room stands on.

do $$ begin
  if not exists (select 1 from pg_roles where rolname = 'isp_scoped') then
    create role isp_scoped nologin;
  end if;
end $$;
-- The role a subscriber's or reseller's transaction takes: row-level security applies to it.
grant isp_scoped to current_user;

grant usage on schema kernel to isp_scoped;

create table kernel.installation (
  one boolean primary key default true check (one),
  id uuid not null default gen_random_uuid(),
  sandbox boolean not null,
  created_at timestamptz not null
);

create table kernel.sandbox_clock (
  one boolean primary key default true check (one),
  at timestamptz not null,
  running boolean not null default false,
  real_at timestamptz not null default now()
);

create view kernel.sandbox_now as
  select case when running then at + (clock_timestamp() - real_at) else at end as shown from kernel.sandbox_clock;

-- How far each schedule has run: everything due up to last_at is done.
create table kernel.schedule (
  name text not null,
  zone text not null,
  last_at timestamptz not null,
  primary key (name, zone)
);

-- Jobs whose transaction has committed: a job that runs again after a crash finds itself here.
create table kernel.job_done (
  job_id bigint primary key,
  at timestamptz not null
);
create index job_done_at on kernel.job_done (at);

create table kernel.worker_process (
  lock_id integer primary key,
  worker_ids text[] not null,
  started_at timestamptz not null default now()
);

create table kernel.idempotency (
  actor text not null,
  key text not null,
  route text not null,
  request_sha256 text not null,
  status smallint,
  reply text,
  at timestamptz not null,
  primary key (actor, key)
);
create index idempotency_at on kernel.idempotency (at);
-- A subscriber or reseller finds its own keys and replies only.
alter table kernel.idempotency enable row level security;

-- The audit: who changed what, from what, to what. Written by triggers, so no command can forget it.
create table kernel.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  request_id text not null,
  relation text not null,
  op text not null check (op in ('insert', 'update', 'delete')),
  row_id text,
  account_id uuid,
  before jsonb,
  after jsonb
);
create index audit_account on kernel.audit (account_id, id desc) where account_id is not null;
create index audit_row on kernel.audit (relation, row_id, id desc);
create index audit_at on kernel.audit (at);

create function kernel.business_now() returns timestamptz language sql stable as $$
  select coalesce((select shown from kernel.sandbox_now), now())
$$;

create function kernel.audit_row() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  secret text[] := coalesce(tg_argv[0], '{}')::text[];
  b jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
  a jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
  r jsonb := coalesce(a, b);
  s text;
begin
  if tg_op = 'UPDATE' and a = b then return null; end if;
  if tg_op = 'UPDATE' then
    b := (select jsonb_object_agg(k, v) from jsonb_each(b) e(k, v) where a->k is distinct from v);
    a := (select jsonb_object_agg(k, v) from jsonb_each(a) e(k, v) where to_jsonb(old)->k is distinct from v);
  end if;
  foreach s in array secret loop
    if b ? s then b := b || jsonb_build_object(s, '[redacted]'); end if;
    if a ? s then a := a || jsonb_build_object(s, '[redacted]'); end if;
  end loop;
  insert into kernel.audit (at, actor, request_id, relation, op, row_id, account_id, before, after)
  values (kernel.business_now(), coalesce(nullif(current_setting('isp.actor', true), ''), 'database:' || session_user),
    coalesce(current_setting('isp.request', true), ''), tg_table_schema || '.' || tg_table_name, lower(tg_op),
    coalesce(r->>'id', r->>'code', r->>'name'),
    case when tg_table_schema || '.' || tg_table_name = 'crm.account' then (r->>'id')::uuid else (r->>'account_id')::uuid end,
    b, a);
  return null;
end $$;

-- Audits every write to a table; the named columns are recorded as changed, never with their value.
create function kernel.audit_table(relation regclass, secret_columns text[] default '{}') returns void language plpgsql as $$
begin
  execute format('create trigger audit after insert or update or delete on %s for each row execute function kernel.audit_row(%L)', relation, secret_columns::text);
end $$;

-- Refuses every update and delete: the table is append-only.
create function kernel.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_schema || '.' || tg_table_name using errcode = 'restrict_violation';
end $$;

create function kernel.append_only(relation regclass) returns void language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function kernel.refuse_change()', relation);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function kernel.refuse_change()', relation);
end $$;

-- Row scope. A transaction of a subscriber or reseller runs as isp_scoped with isp.account or isp.reseller set;
-- these say what it may see. The owner (staff, jobs) is not narrowed.
create function kernel.scope_account() returns uuid language sql stable as $$ select nullif(current_setting('isp.account', true), '')::uuid $$;
create function kernel.scope_reseller() returns uuid language sql stable as $$ select nullif(current_setting('isp.reseller', true), '')::uuid $$;

-- Opens a table that has account_id to isp_scoped, its own account's rows only (and, for a reseller, its accounts' rows).
create function kernel.scope_rows(relation regclass, writable boolean default false) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', relation);
  execute format('create policy own_rows on %s to isp_scoped using (account_id = kernel.scope_account()
    or (kernel.scope_reseller() is not null and account_id in (select a.id from crm.account a where a.reseller_id = kernel.scope_reseller())))', relation);
  execute format('grant select%s on %s to isp_scoped', case when writable then ', insert, update' else '' end, relation);
end $$;

-- Opens a table without accounts (catalogue) for reading.
create function kernel.open_rows(relation regclass) returns void language plpgsql as $$
begin
  execute format('grant select on %s to isp_scoped', relation);
end $$;

grant select on kernel.sandbox_clock, kernel.sandbox_now to isp_scoped;
grant select, insert, update on kernel.idempotency to isp_scoped;
create policy own_keys on kernel.idempotency to isp_scoped using (starts_with(current_setting('isp.actor', true), actor || ':'));

-- Live news for the console: published on commit.
create function kernel.publish(topic text, body jsonb) returns void language sql as $$
  select pg_notify('isp_live', json_build_object('topic', topic, 'body', body)::text)
$$;

create function kernel.clock_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('isp_clock', '');
  return null;
end $$;
create trigger clock_changed after insert or update or delete on kernel.sandbox_clock for each statement execute function kernel.clock_changed();
select kernel.audit_table('kernel.sandbox_clock');

-- Queues jobs for the commit of this transaction, whoever runs it: [{task, payload, queue, key, delay_s}].
create function kernel.add_jobs(jobs json) returns void language sql security definer set search_path = pg_catalog as $$
  select 1 from graphile_worker.add_jobs(array(
    select row(j->>'task', j->'payload', j->>'queue', now() + make_interval(secs => coalesce((j->>'delay_s')::float8, 0)),
      25, j->>'key', 0::smallint, null::text[])::graphile_worker.job_spec
    from json_array_elements(jobs) j))
$$;
