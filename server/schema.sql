-- The schema as it is now, generated from the migrations by `npm run schema`. Do not edit.

-- Schemas

create schema aaa;

create schema billing;

create schema crm;

create schema identity;

create schema kernel;

create schema network;

create schema payments;

create schema subscriptions;

create schema tariffs;

-- Functions

CREATE OR REPLACE FUNCTION aaa.is_reused(what inet)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select what <<= any ('{10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.168.0.0/16,fc00::/7,fe80::/10}'::inet[])
$function$
;

CREATE OR REPLACE FUNCTION aaa.note_certificate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into aaa.change (kind, row_id) select 'certificate', id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION aaa.note_nas()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into aaa.change (kind, row_id) select 'nas', id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION aaa.note_subscription()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into aaa.change (kind, account_id, row_id) select distinct 'subscription', account_id, subscription_id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.check_balance()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select 1 from posted group by transaction_id, currency having sum(amount_minor) <> 0) then
    raise exception 'a ledger transaction does not sum to zero' using errcode = 'check_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.check_lines()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
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
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.keep_invoice()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' or to_jsonb(old) - 'open_minor' <> to_jsonb(new) - 'open_minor' then
    raise exception 'an issued invoice is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION billing.keep_lines()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (
    select 1 from (select distinct account_id, invoice_id from added) a
    where (select true from billing.invoice i where i.account_id = a.account_id and i.id = a.invoice_id)
  ) then
    raise exception 'an issued invoice gets no further line' using errcode = 'restrict_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.tally_issued()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into billing.issued (on_day, currency, amount_minor) select issued_on, currency, sum(gross_minor) from issued group by 1, 2;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION kernel.add_jobs(jobs json)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select 1 from graphile_worker.add_jobs(array(
    select row(j->>'task', j->'payload', j->>'queue', now() + make_interval(secs => coalesce((j->>'delay_s')::float8, 0)),
      25, j->>'key', 0::smallint, null::text[])::graphile_worker.job_spec
    from json_array_elements(jobs) j))
$function$
;

CREATE OR REPLACE FUNCTION kernel.append_only(relation regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function kernel.refuse_change()', relation);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function kernel.refuse_change()', relation);
end $function$
;

CREATE OR REPLACE FUNCTION kernel.audit_read(relation text, question jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  insert into kernel.audit (at, actor, request_id, relation, op, after)
  values (kernel.business_now(), coalesce(nullif(current_setting('isp.actor', true), ''), 'database:' || session_user),
    coalesce(current_setting('isp.request', true), ''), relation, 'read', question)
$function$
;

CREATE OR REPLACE FUNCTION kernel.audit_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  secret text[] := coalesce(tg_argv[0], '{}')::text[];
  was jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
  is_now jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
  r jsonb := coalesce(is_now, was);
  b jsonb := was;
  a jsonb := is_now;
  s text;
begin
  if tg_op = 'UPDATE' then
    if was = is_now then return null; end if;
    select jsonb_object_agg(k, v), jsonb_object_agg(k, is_now->k) into b, a from jsonb_each(was) e(k, v) where is_now->k is distinct from v;
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
end $function$
;

CREATE OR REPLACE FUNCTION kernel.audit_table(relation regclass, secret_columns text[] DEFAULT '{}'::text[], derived_columns text[] DEFAULT '{}'::text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  events text := 'insert or update or delete';
  audited text[] := array(select attname::text from pg_attribute
    where attrelid = relation and attnum > 0 and not attisdropped and attname <> all (derived_columns) order by attnum);
begin
  if derived_columns <> '{}' then
    events := 'insert or delete';
    execute format('create or replace trigger audit_update after update on %s for each row when ((%s) is distinct from (%s)) execute function kernel.audit_row(%L)',
      relation, (select string_agg(format('old.%I', c), ', ') from unnest(audited) c), (select string_agg(format('new.%I', c), ', ') from unnest(audited) c), secret_columns::text);
  end if;
  execute format('create or replace trigger audit after %s on %s for each row execute function kernel.audit_row(%L)', events, relation, secret_columns::text);
end $function$
;

CREATE OR REPLACE FUNCTION kernel.business_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce((select shown from kernel.sandbox_now), now())
$function$
;

CREATE OR REPLACE FUNCTION kernel.clock_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('isp_clock', '');
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION kernel.fold_tallies()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION kernel.open_rows(relation regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('grant select on %s to isp_scoped', relation);
end $function$
;

CREATE OR REPLACE FUNCTION kernel.publish(topic text, body jsonb)
 RETURNS void
 LANGUAGE sql
AS $function$
  select pg_notify('isp_live', json_build_object('topic', topic, 'body', body)::text)
$function$
;

CREATE OR REPLACE FUNCTION kernel.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_schema || '.' || tg_table_name using errcode = 'restrict_violation';
end $function$
;

CREATE OR REPLACE FUNCTION kernel.scope_account()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('isp.account', true), '')::uuid $function$
;

CREATE OR REPLACE FUNCTION kernel.scope_reseller()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('isp.reseller', true), '')::uuid $function$
;

CREATE OR REPLACE FUNCTION kernel.scope_rows(relation regclass, writable boolean DEFAULT false)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', relation);
  execute format('create policy own_rows on %s to isp_scoped using (account_id = kernel.scope_account()
    or (kernel.scope_reseller() is not null and account_id in (select a.id from crm.account a where a.reseller_id = kernel.scope_reseller())))', relation);
  execute format('grant select%s on %s to isp_scoped', case when writable then ', insert, update' else '' end, relation);
end $function$
;

CREATE OR REPLACE FUNCTION payments.tally_received()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into payments.received (on_day, currency, amount_minor) select received_on, currency, sum(amount_minor) from received where reversed_at is null group by 1, 2;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION payments.tally_reversed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into payments.received (on_day, currency, amount_minor) values (new.received_on, new.currency, -new.amount_minor);
  return null;
end $function$
;

-- Tables

create table aaa.access (
  account_id uuid not null,
  subscription_id uuid not null,
  mode text not null,
  reason text not null,
  rate_down_kbps integer,
  rate_up_kbps integer,
  framed_ip inet,
  session_timeout_s integer,
  ends_at timestamp with time zone,
  simultaneous integer not null default 1,
  changed_at timestamp with time zone not null
);

create table aaa.address_note (
  account_id uuid not null,
  session_id uuid not null,
  at timestamp with time zone not null,
  framed_ip inet,
  framed_ipv6_address inet,
  framed_ipv6_prefix cidr,
  delegated_ipv6_prefix cidr
);

create table aaa.address_use (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  session_id uuid,
  nas_id uuid not null,
  kind text not null,
  what inet not null,
  ports int4range,
  inside inet,
  realm uuid not null,
  holder uuid not null,
  told_at timestamp with time zone not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone,
  ended_by text
);

create table aaa.bulk_disconnect (
  id uuid not null,
  cause text not null,
  requested_at timestamp with time zone not null,
  requested_by text not null
);

create table aaa.bulk_disconnect_session (
  account_id uuid not null,
  bulk_id uuid not null,
  session_id uuid not null,
  outcome text,
  error_cause integer
);

create table aaa.certificate (
  id uuid not null,
  chain_pem text not null,
  key_sealed bytea not null,
  client_ca_pem text,
  client_crl_pem text,
  changed_at timestamp with time zone not null,
  authority_pem text,
  authority_key_sealed bytea,
  purpose text not null
);

create table aaa.change (
  id bigint not null generated identity,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null,
  account_id uuid,
  row_id uuid not null,
  at timestamp with time zone not null default now()
);

create table aaa.coa (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  session_id uuid not null,
  nas_id uuid not null,
  kind text not null,
  cause text not null,
  wanted jsonb not null,
  attempts integer not null default 0,
  outcome text not null,
  error_cause integer,
  requested_at timestamp with time zone not null,
  sent_at timestamp with time zone not null,
  answered_at timestamp with time zone
);

create table aaa.credential (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  username text not null,
  password_sealed bytea not null,
  mac text,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null,
  password_kind text not null default 'clear'::text
);

create table aaa.discard (
  on_day date not null,
  client text not null,
  reason text not null,
  count bigint not null,
  last_at timestamp with time zone not null
);

create table aaa.forgotten (
  kind text not null,
  before_at timestamp with time zone not null
);

create table aaa.login (
  id bigint not null generated identity,
  at timestamp with time zone not null,
  account_id uuid,
  subscription_id uuid,
  username text not null,
  nas_id uuid not null,
  calling_station_id text,
  outcome text not null,
  reason text not null
);

create table aaa.login_quarter (
  quarter_at timestamp with time zone not null,
  outcome text not null,
  reason text not null,
  count bigint not null
);

create table aaa.nas (
  id uuid not null,
  name text not null,
  address cidr not null,
  secret_sealed bytea not null,
  vendor text not null,
  coa_port integer not null default 3799,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null,
  radsec_identity text,
  radsec_certificate_ends_at timestamp with time zone,
  message_authenticator text not null default 'required'::text,
  signs_since timestamp with time zone,
  tags text[] not null default '{}'::text[],
  next_secret_sealed bytea,
  next_secret_made_at timestamp with time zone,
  coa_rate boolean,
  coa_wall boolean,
  session_keys text[]
);

create table aaa.nas_health (
  nas_id uuid not null,
  auth_heard_at timestamp with time zone,
  acct_heard_at timestamp with time zone,
  wrong_secret_at timestamp with time zone,
  radsec_seen_at timestamp with time zone,
  current_secret_at timestamp with time zone,
  next_secret_at timestamp with time zone,
  next_secret_since timestamp with time zone,
  coa_at timestamp with time zone,
  coa_outcome text,
  coa_error_cause integer,
  coa_answered_at timestamp with time zone,
  asked_at timestamp with time zone,
  ask_address inet,
  ask_outcome text,
  ask_error_cause integer,
  ask_ms integer,
  ask_secret text,
  sessions integer not null default 0,
  sessions_silent integer not null default 0,
  counted_at timestamp with time zone
) with (fillfactor=50);

create table aaa.nas_quarter (
  nas_id uuid not null,
  quarter_at timestamp with time zone not null,
  requests bigint not null default 0,
  accepts bigint not null default 0,
  walled bigint not null default 0,
  rejects bigint not null default 0,
  accounting bigint not null default 0,
  repeated bigint not null default 0,
  wrong_secret bigint not null default 0,
  discards bigint not null default 0
) with (fillfactor=70);

create table aaa.nas_unsupported (
  nas_id uuid not null,
  change text not null,
  times integer not null,
  error_cause integer not null,
  last_at timestamp with time zone not null
);

create table aaa.radius_server (
  id uuid not null,
  addresses text[] not null,
  auth_port integer not null,
  acct_port integer not null,
  radsec_port integer,
  seen_at timestamp with time zone not null
);

create table aaa.retention (
  kind text not null,
  kept_days integer
);

create table aaa.rollup (
  one boolean not null default true,
  claimed_to timestamp with time zone,
  rolled_to timestamp with time zone,
  login_id bigint not null default 0
);

create table aaa.session (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  nas_id uuid not null,
  started_at timestamp with time zone not null,
  heard_at timestamp with time zone not null,
  stopped_at timestamp with time zone,
  input_octets bigint not null default 0,
  output_octets bigint not null default 0,
  added_input bigint not null default 0,
  added_output bigint not null default 0,
  added_at timestamp with time zone,
  began_after timestamp with time zone,
  terminate_cause bigint,
  session_s integer not null default 0,
  told_rate_down_kbps integer,
  told_rate_up_kbps integer,
  told_mode text,
  told_framed_ip inet,
  closed_by text,
  username text not null,
  acct_session_id bytea not null,
  class bytea,
  client inet not null,
  nas_ip inet,
  nas_identifier text,
  nas_port_id text,
  framed_ip inet,
  framed_ipv6_address inet,
  framed_ipv6_prefix cidr,
  framed_interface_id text,
  delegated_ipv6_prefix cidr,
  calling_station_id text,
  called_station_id text,
  changed_addresses boolean not null default false,
  seen_rate_down_kbps integer,
  seen_rate_up_kbps integer
) with (fillfactor=70);

create table aaa.traffic (
  quarter_at timestamp with time zone not null,
  input_octets bigint not null,
  output_octets bigint not null
);

create table aaa.usage_day (
  account_id uuid not null,
  subscription_id uuid not null,
  on_day date not null,
  input_octets bigint not null,
  output_octets bigint not null
);

create table aaa.usage_hour (
  account_id uuid not null,
  subscription_id uuid not null,
  on_day date not null,
  hour_at timestamp with time zone not null,
  input_octets bigint not null,
  output_octets bigint not null
);

create table aaa.usage_late (
  account_id uuid not null,
  subscription_id uuid not null,
  quarter_at timestamp with time zone not null,
  input_octets bigint not null,
  output_octets bigint not null
);

create table aaa.usage_month (
  account_id uuid not null,
  subscription_id uuid not null,
  month_on date not null,
  input_octets bigint not null,
  output_octets bigint not null
);

create table aaa.usage_quarter (
  account_id uuid not null,
  subscription_id uuid not null,
  quarter_at timestamp with time zone not null,
  session_id uuid not null,
  input_octets bigint not null,
  output_octets bigint not null
) with (fillfactor=80);

create table aaa.username (
  username text not null,
  account_id uuid not null,
  credential_id uuid not null
);

create table billing.bill_run (
  id uuid not null,
  as_of date not null,
  zone text not null,
  state text not null,
  started_by text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  due integer not null default 0,
  invoices integer not null default 0,
  gross_minor bigint not null default 0,
  held integer not null default 0,
  error text
);

create table billing.dunning (
  account_id uuid not null,
  policy_code text not null,
  since_on date not null,
  taken text[] not null default '{}'::text[],
  changed_at timestamp with time zone not null
);

create table billing.dunning_policy (
  code text not null,
  name text not null,
  steps jsonb not null,
  minimum_debt_minor bigint not null default 0,
  created_at timestamp with time zone not null
);

create table billing.dunning_step (
  account_id uuid not null,
  id uuid not null,
  kind text not null,
  due_on date not null,
  overdue_minor bigint not null,
  currency text not null,
  oldest_due_on date not null,
  taken_at timestamp with time zone not null
);

create table billing.invoice (
  account_id uuid not null,
  id uuid not null,
  legal_entity_id uuid not null,
  number text not null,
  bill_run_id uuid,
  currency text not null,
  zone text not null,
  issued_on date not null,
  due_on date not null,
  issued_at timestamp with time zone not null,
  net_minor bigint not null,
  discount_minor bigint not null,
  tax_minor bigint not null,
  gross_minor bigint not null,
  taxes jsonb not null,
  recipient jsonb not null,
  open_minor bigint not null
);

create table billing.invoice_line (
  account_id uuid not null,
  invoice_id uuid not null,
  line_no smallint not null,
  kind text not null,
  subscription_id uuid,
  plan_id uuid,
  plan_version integer,
  description text not null,
  period_from date,
  period_to date,
  quantity numeric(30,12) not null,
  unit_price_minor numeric(20,6) not null,
  days integer,
  of_days integer,
  net_minor bigint not null,
  discount_minor bigint not null default 0,
  tax_code text,
  tax_minor bigint not null,
  gross_minor bigint not null,
  trace jsonb not null
);

create table billing.issued (
  on_day date not null,
  currency text not null,
  amount_minor bigint not null
);

create table billing.legal_entity (
  id uuid not null,
  code text not null,
  name text not null,
  street text,
  postal_code text,
  city text,
  country text not null,
  tax_id text,
  email text,
  iban text,
  currency text not null,
  zone text not null,
  payment_days integer not null default 14,
  created_at timestamp with time zone not null
);

create table billing.number_counter (
  legal_entity_id uuid not null,
  kind text not null,
  scope text not null,
  last_value bigint not null
);

create table billing.number_series (
  legal_entity_id uuid not null,
  kind text not null,
  pattern text not null
);

create table billing.posting (
  account_id uuid not null,
  transaction_id uuid not null,
  line_no smallint not null,
  legal_entity_id uuid not null,
  ledger_account text not null,
  currency text not null,
  amount_minor bigint not null,
  posted_on date not null,
  document_kind text not null,
  document_id uuid not null,
  posted_at timestamp with time zone not null
);

create table billing.tax (
  code text not null,
  name text not null,
  percent numeric(9,6) not null,
  inclusive boolean not null default false,
  created_at timestamp with time zone not null
);

create table crm.account (
  id uuid not null,
  number text not null default ('A'::text || nextval('crm.account_number'::regclass)),
  kind text not null,
  name text not null,
  email text,
  phone text,
  street text,
  postal_code text,
  city text,
  country text not null,
  tax_id text,
  currency text not null,
  zone text not null,
  locale text not null default 'en'::text,
  legal_entity_id uuid not null,
  reseller_id uuid,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table crm.note (
  account_id uuid not null,
  id uuid not null,
  body text not null,
  author text not null,
  created_at timestamp with time zone not null
);

create table identity.client (
  id uuid not null,
  client_id text not null,
  name text not null,
  role text not null,
  secret_digest text not null,
  secret_version integer not null default 1,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table identity.oidc (
  kind text not null,
  id text not null,
  uid text,
  person_id uuid,
  grant_id uuid,
  payload_sealed bytea not null,
  consumed_at timestamp with time zone,
  expires_at timestamp with time zone not null
);

create table identity.reseller_user (
  id uuid not null,
  reseller_id uuid not null,
  email text not null,
  name text not null,
  locale text not null default 'en'::text,
  password_hash text not null,
  must_change boolean not null,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table identity.role (
  code text not null,
  name text not null,
  audience text not null default 'staff'::text,
  permissions text[] not null,
  builtin boolean not null default false,
  created_at timestamp with time zone not null
);

create table identity.session (
  id uuid not null,
  kind text not null,
  person_id uuid not null,
  client text not null,
  browser_uid text not null,
  user_agent text not null,
  address text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone
);

create table identity.signing_key (
  kid text not null,
  private_sealed bytea not null,
  created_at timestamp with time zone not null
);

create table identity.staff (
  id uuid not null,
  email text not null,
  name text not null,
  locale text not null default 'en'::text,
  role text not null,
  password_hash text not null,
  must_change boolean not null,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table identity.subscriber (
  account_id uuid not null,
  id uuid not null,
  login text not null,
  name text not null,
  locale text not null default 'en'::text,
  password_hash text not null,
  must_change boolean not null,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table identity.throttle (
  key text not null,
  failures integer not null,
  last_at timestamp with time zone not null,
  blocked_until timestamp with time zone not null
);

create table kernel.audit (
  id bigint not null generated identity,
  at timestamp with time zone not null,
  actor text not null,
  request_id text not null,
  relation text not null,
  op text not null,
  row_id text,
  account_id uuid,
  before jsonb,
  after jsonb
);

create table kernel.idempotency (
  actor text not null,
  key text not null,
  route text not null,
  request_sha256 text not null,
  status smallint,
  at timestamp with time zone not null,
  reply_sealed bytea
);

create table kernel.installation (
  one boolean not null default true,
  id uuid not null default gen_random_uuid(),
  sandbox boolean not null,
  created_at timestamp with time zone not null
);

create table kernel.job_done (
  job_id bigint not null,
  at timestamp with time zone not null
);

create table kernel.migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now()
);

create table kernel.sandbox_clock (
  one boolean not null default true,
  at timestamp with time zone not null,
  running boolean not null default false,
  real_at timestamp with time zone not null default now()
);

create table kernel.schedule (
  name text not null,
  zone text not null,
  last_at timestamp with time zone not null
);

create table kernel.snapshot (
  name text not null,
  at timestamp with time zone not null,
  body jsonb not null
);

create table kernel.tally (
  relation text not null,
  keys text[] not null,
  sums text[] not null
);

create table kernel.worker_process (
  lock_id integer not null,
  worker_ids text[] not null,
  started_at timestamp with time zone not null default now()
);

create table network.address (
  address inet not null,
  pool_id uuid,
  account_id uuid,
  subscription_id uuid,
  kind text not null,
  allotted_at timestamp with time zone,
  released_at timestamp with time zone
);

create table network.pool (
  id uuid not null,
  code text not null,
  name text not null,
  range cidr not null,
  next_offset bigint not null default 1,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table payments.allocation (
  account_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null,
  at timestamp with time zone not null
);

create table payments.payment (
  account_id uuid not null,
  id uuid not null,
  method text not null,
  currency text not null,
  amount_minor bigint not null,
  unallocated_minor bigint not null,
  reference text,
  received_on date not null,
  reversed_at timestamp with time zone,
  reversed_reason text,
  recorded_by text not null,
  recorded_at timestamp with time zone not null
);

create table payments.received (
  on_day date not null,
  currency text not null,
  amount_minor bigint not null
);

create table subscriptions.segment (
  account_id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  plan_id uuid not null,
  plan_version integer not null,
  price_minor bigint not null,
  created_at timestamp with time zone not null
);

create table subscriptions.subscription (
  account_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  state text not null,
  suspended_for text[] not null default '{}'::text[],
  currency text not null,
  price_override_minor bigint,
  started_on date,
  ended_on date,
  anchor_on date,
  anchor_day smallint,
  next_bill_on date,
  created_at timestamp with time zone not null
);

create table subscriptions.suspension (
  account_id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  to_on date
);

create table tariffs.plan (
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null default 'internet'::text,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table tariffs.plan_version (
  plan_id uuid not null,
  version integer not null,
  effective_from date not null,
  price_minor bigint not null,
  currency text not null,
  cycle_unit text not null,
  cycle_count integer not null,
  timing text not null,
  tax_code text,
  setup_fee_minor bigint not null default 0,
  rate_down_kbps integer,
  rate_up_kbps integer,
  included_bytes bigint,
  overage_unit_bytes bigint,
  overage_unit_price_minor numeric(20,6),
  session_timeout_s integer,
  created_at timestamp with time zone not null,
  simultaneous integer not null default 1
);

-- Views

create view identity.person as
 SELECT 'staff'::text AS kind,
    s.id,
    s.email AS login,
    s.name,
    s.locale,
    s.role,
    r.permissions,
    s.password_hash,
    s.must_change,
    s.state,
    NULL::uuid AS account_id,
    NULL::uuid AS reseller_id
   FROM (identity.staff s
     JOIN identity.role r ON ((r.code = s.role)))
UNION ALL
 SELECT 'subscriber'::text AS kind,
    s.id,
    s.login,
    s.name,
    s.locale,
    r.code AS role,
    r.permissions,
    s.password_hash,
    s.must_change,
    s.state,
    s.account_id,
    NULL::uuid AS reseller_id
   FROM (identity.subscriber s
     JOIN identity.role r ON ((r.code = 'subscriber'::text)))
UNION ALL
 SELECT 'reseller'::text AS kind,
    u.id,
    u.email AS login,
    u.name,
    u.locale,
    r.code AS role,
    r.permissions,
    u.password_hash,
    u.must_change,
    u.state,
    NULL::uuid AS account_id,
    u.reseller_id
   FROM (identity.reseller_user u
     JOIN identity.role r ON ((r.code = 'reseller'::text)));

create view identity.sign_in as
 SELECT s.id,
    s.kind,
    s.person_id,
    p.name,
    p.login,
    s.client,
    s.user_agent,
    s.address,
    s.created_at,
    s.last_used_at,
    s.expires_at,
    s.ended_at
   FROM (identity.session s
     JOIN identity.person p ON (((p.kind = s.kind) AND (p.id = s.person_id))));

create view kernel.sandbox_now as
 SELECT
        CASE
            WHEN running THEN (at + (clock_timestamp() - real_at))
            ELSE at
        END AS shown
   FROM kernel.sandbox_clock;

-- Constraints

alter table aaa.access add constraint access_framed_ip_check CHECK (((family(framed_ip) = 4) AND (masklen(framed_ip) = 32)));

alter table aaa.access add constraint access_mode_check CHECK ((mode = ANY (ARRAY['allow'::text, 'walled'::text, 'deny'::text])));

alter table aaa.access add constraint access_pkey PRIMARY KEY (account_id, subscription_id);

alter table aaa.access add constraint access_session_timeout_s_check CHECK ((session_timeout_s > 0));

alter table aaa.access add constraint access_simultaneous_check CHECK (((simultaneous >= 1) AND (simultaneous <= 1000)));

alter table aaa.access add constraint access_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table aaa.address_use add constraint address_use_check CHECK ((to_at >= from_at));

alter table aaa.address_use add constraint address_use_check1 CHECK (((to_at IS NULL) = (ended_by IS NULL)));

alter table aaa.address_use add constraint address_use_check2 CHECK (((kind = 'port-block'::text) = (ports IS NOT NULL)));

alter table aaa.address_use add constraint address_use_check3 CHECK (((kind = 'port-block'::text) OR (session_id IS NOT NULL)));

alter table aaa.address_use add constraint address_use_ended_by_check CHECK ((ended_by = ANY (ARRAY['stop'::text, 'nas-restart'::text, 'stale'::text, 'gone'::text, 'replaced'::text, 'changed'::text, 'released'::text, 'next-holder'::text])));

alter table aaa.address_use add constraint address_use_kind_check CHECK ((kind = ANY (ARRAY['framed-ip'::text, 'framed-ipv6-address'::text, 'framed-ipv6-prefix'::text, 'delegated-ipv6-prefix'::text, 'port-block'::text])));

alter table aaa.address_use add constraint address_use_one_holder EXCLUDE USING gist (what inet_ops WITH &&, tstzrange(from_at, to_at) WITH &&, COALESCE(ports, int4range(0, 65536)) WITH &&, realm WITH =, holder WITH <>);

alter table aaa.address_use add constraint address_use_pkey PRIMARY KEY (account_id, id);

alter table aaa.address_use add constraint address_use_ports_check CHECK (((ports <@ int4range(0, 65536)) AND (NOT isempty(ports))));

alter table aaa.bulk_disconnect add constraint bulk_disconnect_pkey PRIMARY KEY (id);

alter table aaa.bulk_disconnect_session add constraint bulk_disconnect_session_outcome_check CHECK ((outcome = ANY (ARRAY['ack'::text, 'gone'::text, 'nak'::text, 'timeout'::text])));

alter table aaa.bulk_disconnect_session add constraint bulk_disconnect_session_pkey PRIMARY KEY (bulk_id, account_id, session_id);

alter table aaa.bulk_disconnect_session add constraint bulk_disconnect_session_bulk_id_fkey FOREIGN KEY (bulk_id) REFERENCES aaa.bulk_disconnect(id);

alter table aaa.certificate add constraint certificate_pkey PRIMARY KEY (id);

alter table aaa.certificate add constraint certificate_purpose_check CHECK ((purpose = ANY (ARRAY['eap'::text, 'radsec'::text])));

alter table aaa.certificate add constraint certificate_purpose_key UNIQUE (purpose);

alter table aaa.certificate add constraint certificate_radsec_authority CHECK (((purpose <> 'radsec'::text) OR (client_ca_pem IS NOT NULL)));

alter table aaa.change add constraint change_kind_check CHECK ((kind = ANY (ARRAY['nas'::text, 'subscription'::text, 'certificate'::text, 'online'::text])));

alter table aaa.change add constraint change_pkey PRIMARY KEY (id);

alter table aaa.coa add constraint coa_kind_check CHECK ((kind = ANY (ARRAY['coa'::text, 'disconnect'::text])));

alter table aaa.coa add constraint coa_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'ack'::text, 'nak'::text, 'timeout'::text, 'unreachable'::text, 'superseded'::text])));

alter table aaa.coa add constraint coa_pkey PRIMARY KEY (account_id, id);

alter table aaa.credential add constraint credential_mac_check CHECK ((mac ~ '^[0-9a-f]{12}$'::text));

alter table aaa.credential add constraint credential_password_kind_check CHECK ((password_kind = ANY (ARRAY['clear'::text, 'nt'::text, 'bcrypt'::text, 'argon2'::text, 'ssha'::text])));

alter table aaa.credential add constraint credential_pkey PRIMARY KEY (account_id, id);

alter table aaa.credential add constraint credential_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table aaa.credential add constraint credential_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table aaa.credential add constraint credential_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table aaa.discard add constraint discard_pkey PRIMARY KEY (on_day, client, reason);

alter table aaa.forgotten add constraint forgotten_pkey PRIMARY KEY (kind);

alter table aaa.forgotten add constraint forgotten_kind_fkey FOREIGN KEY (kind) REFERENCES aaa.retention(kind);

alter table aaa.login add constraint login_outcome_check CHECK ((outcome = ANY (ARRAY['accept'::text, 'reject'::text, 'walled'::text])));

alter table aaa.login add constraint login_pkey PRIMARY KEY (id);

alter table aaa.login_quarter add constraint login_quarter_pkey PRIMARY KEY (quarter_at, outcome, reason);

alter table aaa.nas add constraint nas_address_key UNIQUE (address);

alter table aaa.nas add constraint nas_coa_port_check CHECK (((coa_port >= 1) AND (coa_port <= 65535)));

alter table aaa.nas add constraint nas_message_authenticator_check CHECK ((message_authenticator = ANY (ARRAY['required'::text, 'auto'::text, 'off'::text])));

alter table aaa.nas add constraint nas_name_key UNIQUE (name);

alter table aaa.nas add constraint nas_next_secret CHECK (((next_secret_sealed IS NULL) = (next_secret_made_at IS NULL)));

alter table aaa.nas add constraint nas_pkey PRIMARY KEY (id);

alter table aaa.nas add constraint nas_radsec_identity_key UNIQUE (radsec_identity);

alter table aaa.nas add constraint nas_session_keys_check CHECK ((cardinality(session_keys) > 0));

alter table aaa.nas add constraint nas_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table aaa.nas_health add constraint nas_health_ask_outcome_check CHECK ((ask_outcome = ANY (ARRAY['ack'::text, 'nak'::text, 'timeout'::text])));

alter table aaa.nas_health add constraint nas_health_ask_secret_check CHECK ((ask_secret = ANY (ARRAY['current'::text, 'next'::text])));

alter table aaa.nas_health add constraint nas_health_coa_outcome_check CHECK ((coa_outcome = ANY (ARRAY['ack'::text, 'nak'::text, 'timeout'::text, 'unreachable'::text])));

alter table aaa.nas_health add constraint nas_health_pkey PRIMARY KEY (nas_id);

alter table aaa.nas_health add constraint nas_health_nas_id_fkey FOREIGN KEY (nas_id) REFERENCES aaa.nas(id);

alter table aaa.nas_quarter add constraint nas_quarter_pkey PRIMARY KEY (nas_id, quarter_at);

alter table aaa.nas_unsupported add constraint nas_unsupported_change_check CHECK ((change = ANY (ARRAY['rate'::text, 'wall'::text])));

alter table aaa.nas_unsupported add constraint nas_unsupported_pkey PRIMARY KEY (nas_id, change);

alter table aaa.nas_unsupported add constraint nas_unsupported_nas_id_fkey FOREIGN KEY (nas_id) REFERENCES aaa.nas(id);

alter table aaa.radius_server add constraint radius_server_pkey PRIMARY KEY (id);

alter table aaa.retention add constraint retention_check CHECK (((kept_days >=
CASE
    WHEN (kind = ANY (ARRAY['quarters'::text, 'hours'::text, 'days'::text])) THEN 62
    ELSE 30
END) AND (kept_days <= 36500)));

alter table aaa.retention add constraint retention_kind_check CHECK ((kind = ANY (ARRAY['quarters'::text, 'hours'::text, 'days'::text, 'sessions'::text, 'logins'::text, 'coa'::text])));

alter table aaa.retention add constraint retention_pkey PRIMARY KEY (kind);

alter table aaa.rollup add constraint rollup_check CHECK ((rolled_to <= claimed_to));

alter table aaa.rollup add constraint rollup_one_check CHECK (one);

alter table aaa.rollup add constraint rollup_pkey PRIMARY KEY (one);

alter table aaa.session add constraint session_check CHECK (((stopped_at IS NULL) = (closed_by IS NULL)));

alter table aaa.session add constraint session_closed_by_check CHECK ((closed_by = ANY (ARRAY['stop'::text, 'nas-restart'::text, 'stale'::text, 'gone'::text, 'replaced'::text])));

alter table aaa.session add constraint session_pkey PRIMARY KEY (id, account_id);

alter table aaa.session add constraint session_told_mode_check CHECK ((told_mode = ANY (ARRAY['allow'::text, 'walled'::text, 'gone'::text])));

alter table aaa.usage_day add constraint usage_day_pkey PRIMARY KEY (account_id, subscription_id, on_day);

alter table aaa.usage_hour add constraint usage_hour_pkey PRIMARY KEY (account_id, subscription_id, on_day, hour_at);

alter table aaa.usage_month add constraint usage_month_month_on_check CHECK ((EXTRACT(day FROM month_on) = (1)::numeric));

alter table aaa.usage_month add constraint usage_month_pkey PRIMARY KEY (account_id, subscription_id, month_on);

alter table aaa.usage_quarter add constraint usage_quarter_pkey PRIMARY KEY (account_id, subscription_id, quarter_at, session_id);

alter table aaa.username add constraint username_pkey PRIMARY KEY (username);

alter table aaa.username add constraint username_username_check CHECK (((octet_length(username) >= 1) AND (octet_length(username) <= 253)));

alter table aaa.username add constraint username_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.bill_run add constraint bill_run_pkey PRIMARY KEY (id);

alter table billing.bill_run add constraint bill_run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])));

alter table billing.dunning add constraint dunning_pkey PRIMARY KEY (account_id);

alter table billing.dunning add constraint dunning_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.dunning add constraint dunning_policy_code_fkey FOREIGN KEY (policy_code) REFERENCES billing.dunning_policy(code);

alter table billing.dunning_policy add constraint dunning_policy_pkey PRIMARY KEY (code);

alter table billing.dunning_step add constraint dunning_step_kind_check CHECK ((kind = ANY (ARRAY['reminder'::text, 'suspend'::text])));

alter table billing.dunning_step add constraint dunning_step_pkey PRIMARY KEY (account_id, id);

alter table billing.dunning_step add constraint dunning_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.invoice add constraint invoice_check CHECK ((gross_minor = (net_minor + tax_minor)));

alter table billing.invoice add constraint invoice_check1 CHECK (((open_minor >= LEAST((0)::bigint, gross_minor)) AND (open_minor <= GREATEST((0)::bigint, gross_minor))));

alter table billing.invoice add constraint invoice_pkey PRIMARY KEY (account_id, id);

alter table billing.invoice add constraint invoice_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.invoice add constraint invoice_bill_run_id_fkey FOREIGN KEY (bill_run_id) REFERENCES billing.bill_run(id);

alter table billing.invoice add constraint invoice_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table billing.invoice_line add constraint invoice_line_check CHECK ((gross_minor = (net_minor + tax_minor)));

alter table billing.invoice_line add constraint invoice_line_check1 CHECK ((period_to > period_from));

alter table billing.invoice_line add constraint invoice_line_kind_check CHECK ((kind = ANY (ARRAY['recurring'::text, 'usage'::text, 'one_time'::text, 'credit'::text])));

alter table billing.invoice_line add constraint invoice_line_line_no_check CHECK ((line_no > 0));

alter table billing.invoice_line add constraint invoice_line_pkey PRIMARY KEY (account_id, invoice_id, line_no);

alter table billing.invoice_line add constraint invoice_line_account_id_invoice_id_fkey FOREIGN KEY (account_id, invoice_id) REFERENCES billing.invoice(account_id, id) DEFERRABLE INITIALLY DEFERRED;

alter table billing.legal_entity add constraint legal_entity_code_key UNIQUE (code);

alter table billing.legal_entity add constraint legal_entity_country_check CHECK ((country ~ '^[A-Z]{2}$'::text));

alter table billing.legal_entity add constraint legal_entity_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));

alter table billing.legal_entity add constraint legal_entity_payment_days_check CHECK (((payment_days >= 0) AND (payment_days <= 365)));

alter table billing.legal_entity add constraint legal_entity_pkey PRIMARY KEY (id);

alter table billing.number_counter add constraint number_counter_last_value_check CHECK ((last_value > 0));

alter table billing.number_counter add constraint number_counter_pkey PRIMARY KEY (legal_entity_id, kind, scope);

alter table billing.number_counter add constraint number_counter_legal_entity_id_kind_fkey FOREIGN KEY (legal_entity_id, kind) REFERENCES billing.number_series(legal_entity_id, kind);

alter table billing.number_series add constraint number_series_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit-note'::text])));

alter table billing.number_series add constraint number_series_pkey PRIMARY KEY (legal_entity_id, kind);

alter table billing.number_series add constraint number_series_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table billing.posting add constraint posting_amount_minor_check CHECK ((amount_minor <> 0));

alter table billing.posting add constraint posting_document_kind_check CHECK ((document_kind = ANY (ARRAY['invoice'::text, 'payment'::text, 'allocation'::text, 'reversal'::text])));

alter table billing.posting add constraint posting_pkey PRIMARY KEY (account_id, transaction_id, line_no);

alter table billing.tax add constraint tax_percent_check CHECK (((percent >= (0)::numeric) AND (percent <= (1000)::numeric)));

alter table billing.tax add constraint tax_pkey PRIMARY KEY (code);

alter table crm.account add constraint account_country_check CHECK ((country ~ '^[A-Z]{2}$'::text));

alter table crm.account add constraint account_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));

alter table crm.account add constraint account_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'company'::text])));

alter table crm.account add constraint account_number_key UNIQUE (number);

alter table crm.account add constraint account_pkey PRIMARY KEY (id);

alter table crm.account add constraint account_state_check CHECK ((state = ANY (ARRAY['active'::text, 'closed'::text])));

alter table crm.account add constraint account_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table crm.note add constraint note_pkey PRIMARY KEY (account_id, id);

alter table crm.note add constraint note_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table identity.client add constraint client_client_id_key UNIQUE (client_id);

alter table identity.client add constraint client_pkey PRIMARY KEY (id);

alter table identity.client add constraint client_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table identity.client add constraint client_role_fkey FOREIGN KEY (role) REFERENCES identity.role(code);

alter table identity.oidc add constraint oidc_pkey PRIMARY KEY (kind, id);

alter table identity.reseller_user add constraint reseller_user_pkey PRIMARY KEY (id);

alter table identity.reseller_user add constraint reseller_user_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table identity.role add constraint role_audience_check CHECK ((audience = ANY (ARRAY['staff'::text, 'subscriber'::text, 'reseller'::text])));

alter table identity.role add constraint role_pkey PRIMARY KEY (code);

alter table identity.session add constraint session_kind_check CHECK ((kind = ANY (ARRAY['staff'::text, 'subscriber'::text, 'reseller'::text])));

alter table identity.session add constraint session_pkey PRIMARY KEY (id);

alter table identity.signing_key add constraint signing_key_pkey PRIMARY KEY (kid);

alter table identity.staff add constraint staff_pkey PRIMARY KEY (id);

alter table identity.staff add constraint staff_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table identity.staff add constraint staff_role_fkey FOREIGN KEY (role) REFERENCES identity.role(code);

alter table identity.subscriber add constraint subscriber_pkey PRIMARY KEY (account_id, id);

alter table identity.subscriber add constraint subscriber_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table identity.subscriber add constraint subscriber_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table identity.throttle add constraint throttle_pkey PRIMARY KEY (key);

alter table kernel.audit add constraint audit_op_check CHECK ((op = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text, 'read'::text])));

alter table kernel.audit add constraint audit_pkey PRIMARY KEY (id);

alter table kernel.idempotency add constraint idempotency_pkey PRIMARY KEY (actor, key);

alter table kernel.installation add constraint installation_one_check CHECK (one);

alter table kernel.installation add constraint installation_pkey PRIMARY KEY (one);

alter table kernel.job_done add constraint job_done_pkey PRIMARY KEY (job_id);

alter table kernel.migration add constraint migration_pkey PRIMARY KEY (name);

alter table kernel.sandbox_clock add constraint sandbox_clock_one_check CHECK (one);

alter table kernel.sandbox_clock add constraint sandbox_clock_pkey PRIMARY KEY (one);

alter table kernel.schedule add constraint schedule_pkey PRIMARY KEY (name, zone);

alter table kernel.snapshot add constraint snapshot_pkey PRIMARY KEY (name);

alter table kernel.tally add constraint tally_pkey PRIMARY KEY (relation);

alter table kernel.worker_process add constraint worker_process_pkey PRIMARY KEY (lock_id);

alter table network.address add constraint address_check CHECK (((account_id IS NULL) = (subscription_id IS NULL)));

alter table network.address add constraint address_kind_check CHECK ((kind = ANY (ARRAY['pool'::text, 'static'::text])));

alter table network.address add constraint address_pkey PRIMARY KEY (address);

alter table network.address add constraint address_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table network.address add constraint address_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES network.pool(id);

alter table network.pool add constraint pool_code_key UNIQUE (code);

alter table network.pool add constraint pool_next_offset_check CHECK ((next_offset >= 0));

alter table network.pool add constraint pool_no_overlap EXCLUDE USING gist (range inet_ops WITH &&);

alter table network.pool add constraint pool_pkey PRIMARY KEY (id);

alter table network.pool add constraint pool_range_check CHECK ((family((range)::inet) = 4));

alter table network.pool add constraint pool_state_check CHECK ((state = ANY (ARRAY['active'::text, 'retired'::text])));

alter table payments.allocation add constraint allocation_amount_minor_check CHECK ((amount_minor <> 0));

alter table payments.allocation add constraint allocation_pkey PRIMARY KEY (account_id, id);

alter table payments.allocation add constraint allocation_account_id_invoice_id_fkey FOREIGN KEY (account_id, invoice_id) REFERENCES billing.invoice(account_id, id);

alter table payments.allocation add constraint allocation_account_id_payment_id_fkey FOREIGN KEY (account_id, payment_id) REFERENCES payments.payment(account_id, id);

alter table payments.payment add constraint payment_amount_minor_check CHECK ((amount_minor > 0));

alter table payments.payment add constraint payment_check CHECK (((unallocated_minor >= 0) AND (unallocated_minor <= amount_minor)));

alter table payments.payment add constraint payment_check1 CHECK (((reversed_at IS NULL) = (reversed_reason IS NULL)));

alter table payments.payment add constraint payment_check2 CHECK (((reversed_at IS NULL) OR (unallocated_minor = 0)));

alter table payments.payment add constraint payment_method_check CHECK ((method = ANY (ARRAY['cash'::text, 'transfer'::text, 'card'::text, 'cheque'::text, 'other'::text])));

alter table payments.payment add constraint payment_pkey PRIMARY KEY (account_id, id);

alter table payments.payment add constraint payment_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table subscriptions.segment add constraint segment_pkey PRIMARY KEY (account_id, subscription_id, from_on);

alter table subscriptions.segment add constraint segment_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table subscriptions.segment add constraint segment_plan_id_plan_version_fkey FOREIGN KEY (plan_id, plan_version) REFERENCES tariffs.plan_version(plan_id, version);

alter table subscriptions.subscription add constraint subscription_anchor_day_check CHECK (((anchor_day >= 1) AND (anchor_day <= 31)));

alter table subscriptions.subscription add constraint subscription_check CHECK (((state = 'suspended'::text) = (suspended_for <> '{}'::text[])));

alter table subscriptions.subscription add constraint subscription_check1 CHECK (((state = 'pending'::text) OR ((started_on IS NOT NULL) AND (anchor_on IS NOT NULL) AND (anchor_day IS NOT NULL))));

alter table subscriptions.subscription add constraint subscription_check2 CHECK (((state <> 'ended'::text) OR (ended_on IS NOT NULL)));

alter table subscriptions.subscription add constraint subscription_pkey PRIMARY KEY (account_id, id);

alter table subscriptions.subscription add constraint subscription_price_override_minor_check CHECK ((price_override_minor >= 0));

alter table subscriptions.subscription add constraint subscription_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'suspended'::text, 'ended'::text])));

alter table subscriptions.subscription add constraint subscription_suspended_for_check CHECK ((suspended_for <@ ARRAY['unpaid'::text, 'manual'::text]));

alter table subscriptions.subscription add constraint subscription_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table subscriptions.subscription add constraint subscription_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES tariffs.plan(id);

alter table subscriptions.suspension add constraint suspension_check CHECK ((to_on >= from_on));

alter table subscriptions.suspension add constraint suspension_pkey PRIMARY KEY (account_id, subscription_id, from_on);

alter table subscriptions.suspension add constraint suspension_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table tariffs.plan add constraint plan_code_key UNIQUE (code);

alter table tariffs.plan add constraint plan_kind_check CHECK ((kind = ANY (ARRAY['internet'::text, 'recurring'::text])));

alter table tariffs.plan add constraint plan_pkey PRIMARY KEY (id);

alter table tariffs.plan add constraint plan_state_check CHECK ((state = ANY (ARRAY['active'::text, 'retired'::text])));

alter table tariffs.plan_version add constraint plan_version_check CHECK (((overage_unit_bytes IS NULL) = (overage_unit_price_minor IS NULL)));

alter table tariffs.plan_version add constraint plan_version_check1 CHECK (((overage_unit_bytes IS NULL) OR (included_bytes IS NOT NULL)));

alter table tariffs.plan_version add constraint plan_version_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));

alter table tariffs.plan_version add constraint plan_version_cycle_count_check CHECK (((cycle_count >= 1) AND (cycle_count <= 120)));

alter table tariffs.plan_version add constraint plan_version_cycle_unit_check CHECK ((cycle_unit = ANY (ARRAY['day'::text, 'week'::text, 'month'::text, 'year'::text])));

alter table tariffs.plan_version add constraint plan_version_included_bytes_check CHECK ((included_bytes >= 0));

alter table tariffs.plan_version add constraint plan_version_overage_unit_bytes_check CHECK ((overage_unit_bytes > 0));

alter table tariffs.plan_version add constraint plan_version_overage_unit_price_minor_check CHECK ((overage_unit_price_minor >= (0)::numeric));

alter table tariffs.plan_version add constraint plan_version_pkey PRIMARY KEY (plan_id, version);

alter table tariffs.plan_version add constraint plan_version_plan_id_effective_from_key UNIQUE (plan_id, effective_from);

alter table tariffs.plan_version add constraint plan_version_price_minor_check CHECK ((price_minor >= 0));

alter table tariffs.plan_version add constraint plan_version_rate_down_kbps_check CHECK ((rate_down_kbps > 0));

alter table tariffs.plan_version add constraint plan_version_rate_up_kbps_check CHECK ((rate_up_kbps > 0));

alter table tariffs.plan_version add constraint plan_version_session_timeout_s_check CHECK (((session_timeout_s >= 60) AND (session_timeout_s <= 31536000)));

alter table tariffs.plan_version add constraint plan_version_setup_fee_minor_check CHECK ((setup_fee_minor >= 0));

alter table tariffs.plan_version add constraint plan_version_simultaneous_check CHECK (((simultaneous >= 1) AND (simultaneous <= 1000)));

alter table tariffs.plan_version add constraint plan_version_timing_check CHECK ((timing = ANY (ARRAY['advance'::text, 'arrears'::text])));

alter table tariffs.plan_version add constraint plan_version_version_check CHECK ((version > 0));

alter table tariffs.plan_version add constraint plan_version_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES tariffs.plan(id);

alter table tariffs.plan_version add constraint plan_version_tax_code_fkey FOREIGN KEY (tax_code) REFERENCES billing.tax(code);

-- Indexes

CREATE INDEX access_framed_ip ON aaa.access USING btree (framed_ip) WHERE (framed_ip IS NOT NULL);

CREATE INDEX account_created ON crm.account USING btree (created_at, id);

CREATE INDEX account_email ON crm.account USING btree (lower(email) text_pattern_ops) WHERE (email IS NOT NULL);

CREATE INDEX account_name ON crm.account USING btree (lower(name) text_pattern_ops, id);

CREATE INDEX account_name_order ON crm.account USING btree (lower(name), id);

CREATE INDEX account_phone ON crm.account USING btree (phone text_pattern_ops) WHERE (phone IS NOT NULL);

CREATE INDEX account_reseller ON crm.account USING btree (reseller_id, id) WHERE (reseller_id IS NOT NULL);

CREATE INDEX account_street ON crm.account USING btree (lower(street) text_pattern_ops) WHERE (street IS NOT NULL);

CREATE INDEX account_zone ON crm.account USING btree (zone);

CREATE INDEX address_free ON network.address USING btree (pool_id, released_at) WHERE (subscription_id IS NULL);

CREATE INDEX address_subscription ON network.address USING btree (account_id, subscription_id) WHERE (subscription_id IS NOT NULL);

CREATE INDEX address_use_session ON aaa.address_use USING btree (session_id) WHERE (session_id IS NOT NULL);

CREATE INDEX address_use_to ON aaa.address_use USING brin (to_at);

CREATE INDEX allocation_invoice ON payments.allocation USING btree (account_id, invoice_id);

CREATE INDEX allocation_payment ON payments.allocation USING btree (account_id, payment_id);

CREATE INDEX audit_account ON kernel.audit USING btree (account_id, id DESC) WHERE (account_id IS NOT NULL);

CREATE INDEX audit_at ON kernel.audit USING btree (at);

CREATE INDEX audit_row ON kernel.audit USING btree (relation, row_id, id DESC);

CREATE INDEX bill_run_started ON billing.bill_run USING btree (started_at, id);

CREATE INDEX change_xid ON aaa.change USING btree (xid, id);

CREATE INDEX client_role ON identity.client USING btree (role);

CREATE INDEX coa_nas ON aaa.coa USING btree (nas_id, sent_at DESC, id DESC);

CREATE INDEX coa_sent ON aaa.coa USING btree (sent_at, id);

CREATE INDEX coa_session ON aaa.coa USING btree (account_id, session_id, sent_at DESC);

CREATE INDEX coa_subscription ON aaa.coa USING btree (account_id, subscription_id, requested_at DESC);

CREATE INDEX credential_mac ON aaa.credential USING btree (mac text_pattern_ops) WHERE (mac IS NOT NULL);

CREATE INDEX credential_subscription ON aaa.credential USING btree (account_id, subscription_id);

CREATE INDEX credential_username ON aaa.credential USING btree (username text_pattern_ops);

CREATE INDEX idempotency_at ON kernel.idempotency USING btree (at);

CREATE INDEX invoice_due ON billing.invoice USING btree (due_on, account_id) WHERE (open_minor > 0);

CREATE INDEX invoice_id ON billing.invoice USING btree (id);

CREATE INDEX invoice_issued ON billing.invoice USING btree (issued_on, id);

CREATE INDEX invoice_run ON billing.invoice USING btree (bill_run_id);

CREATE INDEX issued_day ON billing.issued USING btree (on_day);

CREATE INDEX job_done_at ON kernel.job_done USING btree (at);

CREATE INDEX login_account ON aaa.login USING btree (account_id, id DESC) WHERE (account_id IS NOT NULL);

CREATE INDEX login_at ON aaa.login USING brin (at);

CREATE INDEX login_rejected ON aaa.login USING btree (id DESC) WHERE (outcome = 'reject'::text);

CREATE INDEX login_username ON aaa.login USING btree (username text_pattern_ops, id DESC);

CREATE INDEX nas_tags ON aaa.nas USING gin (tags);

CREATE INDEX oidc_expires ON identity.oidc USING btree (expires_at);

CREATE INDEX oidc_grant ON identity.oidc USING btree (grant_id) WHERE (grant_id IS NOT NULL);

CREATE INDEX oidc_person ON identity.oidc USING btree (person_id) WHERE (person_id IS NOT NULL);

CREATE INDEX oidc_uid ON identity.oidc USING btree (uid) WHERE (uid IS NOT NULL);

CREATE INDEX payment_id ON payments.payment USING btree (id);

CREATE INDEX payment_open ON payments.payment USING btree (account_id) WHERE (unallocated_minor > 0);

CREATE INDEX payment_recorded ON payments.payment USING btree (recorded_at, id);

CREATE INDEX posting_posted ON billing.posting USING brin (posted_on);

CREATE INDEX received_day ON payments.received USING btree (on_day);

CREATE INDEX reseller_user_reseller ON identity.reseller_user USING btree (reseller_id, id);

CREATE INDEX session_created ON identity.session USING btree (created_at, id);

CREATE INDEX session_expires ON identity.session USING btree (expires_at);

CREATE INDEX session_open ON aaa.session USING btree (nas_id, started_at) WHERE (stopped_at IS NULL);

CREATE INDEX session_person ON identity.session USING btree (person_id, id);

CREATE INDEX session_started ON aaa.session USING btree (started_at, id);

CREATE INDEX session_subscription ON aaa.session USING btree (account_id, subscription_id, started_at DESC);

CREATE INDEX staff_role ON identity.staff USING btree (role);

CREATE INDEX subscription_due ON subscriptions.subscription USING btree (next_bill_on, account_id) WHERE (next_bill_on IS NOT NULL);

CREATE INDEX subscription_id ON subscriptions.subscription USING btree (id);

CREATE INDEX subscription_plan ON subscriptions.subscription USING btree (plan_id, state);

CREATE INDEX throttle_last ON identity.throttle USING btree (last_at);

CREATE INDEX usage_late_subscription ON aaa.usage_late USING btree (account_id, subscription_id, quarter_at);

CREATE UNIQUE INDEX bill_run_running ON billing.bill_run USING btree (as_of, zone) WHERE (state = 'running'::text);

CREATE UNIQUE INDEX invoice_line_once ON billing.invoice_line USING btree (account_id, subscription_id, kind, period_from) WHERE ((subscription_id IS NOT NULL) AND (kind = ANY (ARRAY['recurring'::text, 'usage'::text, 'one_time'::text])));

CREATE UNIQUE INDEX invoice_number ON billing.invoice USING btree (number text_pattern_ops, legal_entity_id);

CREATE UNIQUE INDEX reseller_user_email ON identity.reseller_user USING btree (lower(email));

CREATE UNIQUE INDEX staff_email ON identity.staff USING btree (lower(email));

CREATE UNIQUE INDEX subscriber_id ON identity.subscriber USING btree (id);

CREATE UNIQUE INDEX subscriber_login ON identity.subscriber USING btree (lower(login));

-- Triggers

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.access FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.access REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.access REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.access REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.bulk_disconnect FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.certificate FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{key_sealed,authority_key_sealed}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.certificate REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_certificate();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.certificate REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_certificate();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.certificate REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_certificate();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.credential FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{password_sealed}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.credential REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.credential REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.credential REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.nas FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{secret_sealed,next_secret_sealed}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.nas REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.nas REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.nas REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.nas_unsupported FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.retention FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.dunning_policy FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER check_lines AFTER INSERT ON billing.invoice REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION billing.check_lines();

CREATE TRIGGER keep_invoice BEFORE DELETE OR UPDATE ON billing.invoice FOR EACH ROW EXECUTE FUNCTION billing.keep_invoice();

CREATE TRIGGER tally_issued AFTER INSERT ON billing.invoice REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION billing.tally_issued();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.invoice_line FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.invoice_line FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER keep_lines AFTER INSERT ON billing.invoice_line REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION billing.keep_lines();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.legal_entity FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.number_series FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.posting FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.posting FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER check_balance AFTER INSERT ON billing.posting REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION billing.check_balance();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.tax FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON crm.account FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON crm.note FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.client FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{secret_digest}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.reseller_user FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{password_hash}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.role FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.signing_key FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{private_sealed}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.staff FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{password_hash}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.subscriber FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{password_hash}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON kernel.sandbox_clock FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER clock_changed AFTER INSERT OR DELETE OR UPDATE ON kernel.sandbox_clock FOR EACH STATEMENT EXECUTE FUNCTION kernel.clock_changed();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON network.address FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON network.pool FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON payments.allocation FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON payments.allocation FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON payments.payment FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER tally_received AFTER INSERT ON payments.payment REFERENCING NEW TABLE AS received FOR EACH STATEMENT EXECUTE FUNCTION payments.tally_received();

CREATE TRIGGER tally_reversed AFTER UPDATE ON payments.payment FOR EACH ROW WHEN (((old.reversed_at IS NULL) AND (new.reversed_at IS NOT NULL))) EXECUTE FUNCTION payments.tally_reversed();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON subscriptions.segment FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE ON subscriptions.subscription FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit_update AFTER UPDATE ON subscriptions.subscription FOR EACH ROW WHEN (((((((((((((old.account_id IS DISTINCT FROM new.account_id) OR (old.id IS DISTINCT FROM new.id)) OR (old.plan_id IS DISTINCT FROM new.plan_id)) OR (old.state IS DISTINCT FROM new.state)) OR (old.suspended_for IS DISTINCT FROM new.suspended_for)) OR (old.currency IS DISTINCT FROM new.currency)) OR (old.price_override_minor IS DISTINCT FROM new.price_override_minor)) OR (old.started_on IS DISTINCT FROM new.started_on)) OR (old.ended_on IS DISTINCT FROM new.ended_on)) OR (old.anchor_on IS DISTINCT FROM new.anchor_on)) OR (old.anchor_day IS DISTINCT FROM new.anchor_day)) OR (old.created_at IS DISTINCT FROM new.created_at))) EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON tariffs.plan FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON tariffs.plan_version FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

-- Row-level security

alter table aaa.access enable row level security; create policy own_rows on aaa.access using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.address_use enable row level security; create policy own_rows on aaa.address_use using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.bulk_disconnect_session enable row level security; create policy own_rows on aaa.bulk_disconnect_session using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.coa enable row level security; create policy own_rows on aaa.coa using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.login enable row level security; create policy own_rows on aaa.login using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.session enable row level security; create policy own_rows on aaa.session using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.usage_day enable row level security; create policy own_rows on aaa.usage_day using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.usage_hour enable row level security; create policy own_rows on aaa.usage_hour using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.usage_late enable row level security; create policy own_rows on aaa.usage_late using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.usage_month enable row level security; create policy own_rows on aaa.usage_month using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.usage_quarter enable row level security; create policy own_rows on aaa.usage_quarter using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.invoice enable row level security; create policy own_rows on billing.invoice using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.invoice_line enable row level security; create policy own_rows on billing.invoice_line using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table crm.account enable row level security; create policy own_rows on crm.account using (((id = kernel.scope_account()) OR (reseller_id = kernel.scope_reseller())));

alter table kernel.idempotency enable row level security; create policy own_keys on kernel.idempotency using (starts_with(current_setting('isp.actor'::text, true), (actor || ':'::text)));

alter table payments.allocation enable row level security; create policy own_rows on payments.allocation using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table payments.payment enable row level security; create policy own_rows on payments.payment using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.segment enable row level security; create policy own_rows on subscriptions.segment using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.subscription enable row level security; create policy own_rows on subscriptions.subscription using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.suspension enable row level security; create policy own_rows on subscriptions.suspension using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

-- Grants

grant select on aaa.access to isp_scoped;

grant select on aaa.address_use to isp_scoped;

grant select on aaa.bulk_disconnect_session to isp_scoped;

grant select on aaa.coa to isp_scoped;

grant select on aaa.login to isp_scoped;

grant select on aaa.rollup to isp_scoped;

grant select on aaa.session to isp_scoped;

grant select on aaa.usage_day to isp_scoped;

grant select on aaa.usage_hour to isp_scoped;

grant select on aaa.usage_late to isp_scoped;

grant select on aaa.usage_month to isp_scoped;

grant select on aaa.usage_quarter to isp_scoped;

grant select on billing.invoice to isp_scoped;

grant select on billing.invoice_line to isp_scoped;

grant select on billing.legal_entity to isp_scoped;

grant select on billing.tax to isp_scoped;

grant select on crm.account to isp_scoped;

grant insert, select, update on kernel.idempotency to isp_scoped;

grant select on kernel.sandbox_clock to isp_scoped;

grant select on kernel.sandbox_now to isp_scoped;

grant select on payments.allocation to isp_scoped;

grant select on payments.payment to isp_scoped;

grant select on subscriptions.segment to isp_scoped;

grant select on subscriptions.subscription to isp_scoped;

grant select on subscriptions.suspension to isp_scoped;

grant select on tariffs.plan to isp_scoped;

grant select on tariffs.plan_version to isp_scoped;
