-- The schema as it is now, generated from the migrations by `npm run schema`. Do not edit.

-- Schemas

create schema aaa;

create schema billing;

create schema crm;

create schema identity;

create schema kernel;

create schema metering;

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

CREATE OR REPLACE FUNCTION aaa.make_session_month(moment timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  month timestamp := date_trunc('month', moment at time zone 'UTC');
  part text := 'session_history_' || to_char(month, 'YYYYMM');
  there boolean;
begin
  select c.relispartition into there from pg_class c where c.oid = to_regclass('aaa.' || part);
  if there then
    return;
  end if;
  perform pg_advisory_xact_lock(7424);
  select c.relispartition into there from pg_class c where c.oid = to_regclass('aaa.' || part);
  if there then
    return;
  end if;
  -- Left over when retention was killed between taking it out and dropping it.
  execute format('drop table if exists aaa.%I', part);
  execute format('create table aaa.%I (like aaa.session_history including defaults including constraints)', part);
  execute format('alter table aaa.session_history attach partition aaa.%I for values from (%L) to (%L)', part, month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
end $function$
;

CREATE OR REPLACE FUNCTION aaa.note_assignment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    insert into aaa.change (kind, account_id, row_id) select distinct 'subscription', account_id, subscription_id from became where free_since is null;
  elsif tg_op = 'DELETE' then
    insert into aaa.change (kind, account_id, row_id) select distinct 'subscription', account_id, subscription_id from was where free_since is null;
  else
    insert into aaa.change (kind, account_id, row_id)
    select 'subscription', account_id, subscription_id from was where free_since is null
    union select 'subscription', account_id, subscription_id from became where free_since is null;
  end if;
  if found then perform pg_notify('isp_aaa', ''); end if;
  return null;
end $function$
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

CREATE OR REPLACE FUNCTION aaa.note_device_user()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into aaa.change (kind, row_id) select 'device-user', id from changed;
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

CREATE OR REPLACE FUNCTION aaa.note_pool()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into aaa.change (kind, row_id) select 'pool', id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION aaa.note_pool_member()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into aaa.change (kind, row_id) select distinct 'nas', pool_id from changed;
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

CREATE OR REPLACE FUNCTION aaa.note_voucher()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into aaa.change (kind, account_id, row_id) select 'subscription', account_id, id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION aaa.refuse_moved(accounts uuid[], ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 STRICT
AS $function$
begin
  if exists (select from unnest(accounts, ids) as k (account_id, id) join aaa.session_history h on h.id = k.id and h.account_id = k.account_id) then
    raise exception 'a session of these records was moved to the history' using errcode = 'ISPMV';
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION aaa.tally_assigned()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION billing.books_lock(entity uuid)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select hashtextextended('billing.books:' || entity, 0)
$function$
;

CREATE OR REPLACE FUNCTION billing.check_arrived()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (
    select 1 from unnest(new.account_ids, new.invoice_ids) as l(account_id, invoice_id)
    where (select true from billing.invoice i where i.account_id = l.account_id and i.id = l.invoice_id) is null
  ) then
    raise exception 'a line is of an invoice that is there' using errcode = 'foreign_key_violation';
  end if;
  delete from billing.lines_arrived where id = new.id;
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

CREATE OR REPLACE FUNCTION billing.check_credit_notes()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (
    select 1 from issued i where (
      select (sum(l.net_minor), sum(l.tax_minor), sum(l.gross_minor)) is distinct from (i.net_minor::numeric, i.tax_minor::numeric, i.gross_minor::numeric)
      from billing.line_credit l where l.account_id = i.account_id and l.credit_note_id = i.id
    )
  ) then
    raise exception 'a credit note is not the sum of its lines' using errcode = 'check_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.check_credit_taxes()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (
    select 1 from (select account_id, invoice_id, invoice_line_no, credit_no, sum(tax_minor) as tax_minor from added group by 1, 2, 3, 4) a
    join billing.line_credit c on c.account_id = a.account_id and c.invoice_id = a.invoice_id and c.invoice_line_no = a.invoice_line_no and c.credit_no = a.credit_no
    where c.tax_minor <> a.tax_minor
  ) then
    raise exception 'the taxes of a credit do not sum to its tax' using errcode = 'check_violation';
  end if;
  if exists (
    select 1 from (select distinct account_id, invoice_id, invoice_line_no, tax_code from added) a
    join billing.line_tax t on t.account_id = a.account_id and t.invoice_id = a.invoice_id and t.line_no = a.invoice_line_no and t.tax_code = a.tax_code
    where t.tax_minor < (
      select sum(c.tax_minor) from billing.line_credit_tax c
      where c.account_id = a.account_id and c.invoice_id = a.invoice_id and c.invoice_line_no = a.invoice_line_no and c.tax_code = a.tax_code
    )
  ) then
    raise exception 'a tax of an invoice line is given back more than it was' using errcode = 'check_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.check_credits()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (
    select 1 from (select distinct account_id, invoice_id, invoice_line_no from added) a
    join billing.invoice_line l on l.account_id = a.account_id and l.invoice_id = a.invoice_id and l.line_no = a.invoice_line_no
    where (
      select sum(c.net_minor) > l.net_minor or sum(c.tax_minor) > l.tax_minor
      from billing.line_credit c where c.account_id = a.account_id and c.invoice_id = a.invoice_id and c.invoice_line_no = a.invoice_line_no
    )
  ) then
    raise exception 'an invoice line is credited more than it was' using errcode = 'check_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.check_line_taxes()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (
    select 1 from (select account_id, invoice_id, line_no, sum(tax_minor) as tax_minor from added group by 1, 2, 3) a
    join billing.invoice_line l on l.account_id = a.account_id and l.invoice_id = a.invoice_id and l.line_no = a.line_no
    where l.tax_minor <> a.tax_minor
  ) then
    raise exception 'the taxes of a line do not sum to its tax' using errcode = 'check_violation';
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
  if exists (
    select 1 from issued i where i.discount_minor <> 0 and (
      select bool_or(l.discount_minor <> (
        select coalesce(sum(d.amount_minor), 0) from billing.line_discount d
        where d.account_id = l.account_id and d.invoice_id = l.invoice_id and d.line_no = l.line_no
      )) from billing.invoice_line l where l.account_id = i.account_id and l.invoice_id = i.id
    )
  ) then
    raise exception 'the discounts of a line do not sum to what was taken off it' using errcode = 'check_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.check_parts()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (
    select 1 from added p where (
      select (sum(l.net_minor), sum(l.discount_minor), sum(l.tax_minor), sum(l.gross_minor))
        is distinct from (p.net_minor::numeric, p.discount_minor::numeric, p.tax_minor::numeric, p.gross_minor::numeric)
      from billing.invoice_line l where l.account_id = p.account_id and l.invoice_id = p.invoice_id and l.line_no between p.first_line and p.last_line
    )
  ) then
    raise exception 'a part of an invoice is not the sum of its lines' using errcode = 'check_violation';
  end if;
  if exists (
    select 1 from (select account_id, invoice_id, sum(last_line - first_line + 1) as lines, sum(gross_minor) as gross from added group by 1, 2) p
    join billing.invoice i on i.account_id = p.account_id and i.id = p.invoice_id
    where p.gross <> i.gross_minor or p.lines <> (select count(*) from billing.invoice_line l where l.account_id = p.account_id and l.invoice_id = p.invoice_id)
  ) then
    raise exception 'the parts of an invoice are not all of it' using errcode = 'check_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.check_references()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (select 1 from issued i where (select true from crm.account a where a.id = i.account_id for key share) is null)
    or exists (select 1 from (select distinct legal_entity_id as id from issued) i where (select true from billing.legal_entity e where e.id = i.id for key share) is null)
    or exists (select 1 from (select distinct bill_run_id as id from issued where bill_run_id is not null) i where (select true from billing.bill_run r where r.id = i.id for key share) is null) then
    raise exception 'an invoice is of an account, a legal entity and a bill run that are there' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.keep_credit_note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' or to_jsonb(old) - 'open_minor' <> to_jsonb(new) - 'open_minor' then
    raise exception 'an issued credit note is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
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

CREATE OR REPLACE FUNCTION billing.keep_invoiced()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
begin
  if (tg_table_name = 'account' and exists (select 1 from billing.invoice where account_id = old.id))
    or (tg_table_name = 'bill_run' and exists (select 1 from billing.invoice where bill_run_id = old.id))
    or (tg_table_name = 'legal_entity' and exists (select 1 from billing.invoice where legal_entity_id = old.id)) then
    raise exception 'there are invoices of it' using errcode = 'foreign_key_violation';
  end if;
  return old;
end $function$
;

CREATE OR REPLACE FUNCTION billing.keep_lines()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select 1 from added group by account_id, invoice_id having min(line_no) <> 1) then
    raise exception 'the lines of an invoice come all at once, and an issued invoice gets no further line' using errcode = 'restrict_violation';
  end if;
  insert into billing.lines_arrived (account_ids, invoice_ids)
  select array_agg(account_id), array_agg(invoice_id) from added where line_no = 1 having count(*) > 0;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION billing.refuse_closed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  closed record;
begin
  perform pg_advisory_xact_lock_shared(billing.books_lock(e.legal_entity_id)) from (select distinct legal_entity_id from posted order by 1) e;
  select e.name, c.through into closed from (select legal_entity_id, min(posted_on) as first_on from posted group by 1) p
  join billing.legal_entity e on e.id = p.legal_entity_id
  join lateral (select max(closed_through) as through from billing.closing where legal_entity_id = p.legal_entity_id and reopened_at is null) c on c.through >= p.first_on
  limit 1;
  if found then
    raise exception 'the books of % are closed through %', closed.name, closed.through
      using errcode = 'restrict_violation', constraint = 'posting_closed', detail = json_build_object('name', closed.name, 'through', closed.through)::text;
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

CREATE OR REPLACE FUNCTION billing.tally_posted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into billing.posted (legal_entity_id, currency, ledger_account, on_day, debit_minor, credit_minor)
  select legal_entity_id, currency, ledger_account, posted_on, coalesce(sum(amount_minor) filter (where amount_minor > 0), 0), coalesce(-sum(amount_minor) filter (where amount_minor < 0), 0)
  from posted group by 1, 2, 3, 4;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION crm.keep_payer()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.payer_id is not null and not exists (
    select 1 from crm.account p where p.id = new.payer_id and p.payer_id is null
      and (p.currency, p.zone, p.legal_entity_id) = (new.currency, new.zone, new.legal_entity_id) and p.reseller_id is not distinct from new.reseller_id
  ) then
    raise exception 'a payer has none itself, and the currency, zone, legal entity and reseller of those it pays for' using errcode = 'check_violation';
  end if;
  if exists (
    select 1 from crm.account k where k.payer_id = new.id and (new.payer_id is not null
      or (k.currency, k.zone, k.legal_entity_id) <> (new.currency, new.zone, new.legal_entity_id) or k.reseller_id is distinct from new.reseller_id)
  ) then
    raise exception 'who pays for others has no payer, and stays of their currency, zone, legal entity and reseller' using errcode = 'check_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION crm.keep_quote()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state = 'draft' then
    return coalesce(new, old);
  end if;
  if tg_op = 'DELETE' or (new.account_id, new.id, new.legal_entity_id, new.number, new.currency, new.start_on, new.anchor_day, new.valid_until, new.words, new.charges, new.offer, new.first_minor, new.replaces_id, new.made_at, new.sent_at)
    is distinct from (old.account_id, old.id, old.legal_entity_id, old.number, old.currency, old.start_on, old.anchor_day, old.valid_until, old.words, old.charges, old.offer, old.first_minor, old.replaces_id, old.made_at, old.sent_at)
    or (old.state <> 'sent' and new.state <> old.state) then
    raise exception 'quote % was sent: it does not change', old.number;
  end if;
  return new;
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

CREATE OR REPLACE FUNCTION payments.keep_refund()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' or old.reversed_at is not null
    or to_jsonb(old) - '{reversed_at,reversed_reason}'::text[] <> to_jsonb(new) - '{reversed_at,reversed_reason}'::text[] then
    raise exception 'a refund is never changed; it comes back once at most' using errcode = 'restrict_violation';
  end if;
  return new;
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

CREATE OR REPLACE FUNCTION subscriptions.keep_draft()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from crm.quote q where q.account_id = coalesce(new.account_id, old.account_id) and q.id = coalesce(new.quote_id, old.quote_id) and q.state <> 'draft') then
    raise exception 'a line of a quote that was sent does not change';
  end if;
  return coalesce(new, old);
end $function$
;

CREATE OR REPLACE FUNCTION subscriptions.month_before(first integer, step integer, month integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (first + ((floor((((month - first))::double precision / (step)::double precision)))::integer * step))
;

CREATE OR REPLACE FUNCTION subscriptions.month_day(month integer, anchor_day integer)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((('2000-01-01'::date + (anchor_day - 1)) + make_interval(months => (month - 24001))))::date
;

CREATE OR REPLACE FUNCTION subscriptions.month_number(day date)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((date_part('year'::text, day) * (12)::double precision) + date_part('month'::text, day)))::integer
;

CREATE OR REPLACE FUNCTION subscriptions.period_on_or_after(anchor_on date, anchor_day integer, unit text, n integer, on_day date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE unit WHEN 'day'::text THEN (anchor_on + ((ceil((((on_day - anchor_on))::double precision / (n)::double precision)))::integer * n)) WHEN 'week'::text THEN (anchor_on + (((ceil((((on_day - anchor_on))::double precision / ((n * 7))::double precision)))::integer * n) * 7)) ELSE subscriptions.month_day((subscriptions.month_before(subscriptions.month_number(anchor_on), (n * CASE unit WHEN 'year'::text THEN 12 ELSE 1 END), subscriptions.month_number(on_day)) + CASE WHEN (subscriptions.month_day(subscriptions.month_before(subscriptions.month_number(anchor_on), (n * CASE unit WHEN 'year'::text THEN 12 ELSE 1 END), subscriptions.month_number(on_day)), anchor_day) < on_day) THEN (n * CASE unit WHEN 'year'::text THEN 12 ELSE 1 END) ELSE 0 END), anchor_day) END
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
  changed_at timestamp with time zone not null,
  framed_ipv6_prefix cidr,
  delegated_ipv6_prefix cidr,
  ipv4_pool text,
  ipv6_prefix_pool text,
  ipv6_delegated_pool text
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

create table aaa.allowance (
  account_id uuid not null,
  subscription_id uuid not null,
  changes_at timestamp with time zone,
  octets_left bigint,
  ends_after_octets bigint,
  ends_after_s integer,
  session_octets bigint,
  counts_time boolean not null,
  derived_at timestamp with time zone not null
);

create table aaa.assigned (
  pool_id uuid not null,
  range_id uuid not null,
  count bigint not null
);

create table aaa.assignment (
  address cidr not null,
  kind text not null,
  range_id uuid,
  pool_id uuid,
  account_id uuid,
  subscription_id uuid,
  fixed boolean not null default false,
  assigned_at timestamp with time zone,
  used_at timestamp with time zone,
  free_since timestamp with time zone
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
  password_sealed bytea,
  mac text,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null,
  password_kind text not null default 'clear'::text,
  kind text not null default 'password'::text,
  line_nas_id uuid,
  circuit_id text,
  remote_id text,
  port text,
  port_nas_id uuid,
  vlan text,
  learn text[] not null default '{}'::text[],
  stamp integer not null default (floor(((random() * ('4294967296'::bigint)::double precision) - ('2147483648'::bigint)::double precision)))::integer
);

create table aaa.device_user (
  id uuid not null,
  username text not null,
  password_sealed bytea not null,
  level text not null,
  changed_at timestamp with time zone not null
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

create table aaa.home_health (
  server_id uuid not null,
  port text not null,
  state text not null,
  since timestamp with time zone not null,
  why text not null,
  heard_at timestamp with time zone,
  asked bigint not null,
  answered bigint not null,
  unanswered bigint not null,
  distrusted bigint not null,
  process_id uuid not null,
  seen_at timestamp with time zone not null default now()
);

create table aaa.home_pool (
  id uuid not null,
  name text not null,
  mode text not null,
  when_dead text not null,
  created_at timestamp with time zone not null
);

create table aaa.home_pool_member (
  pool_id uuid not null,
  server_id uuid not null,
  "position" integer not null,
  weight integer not null
);

create table aaa.home_record (
  id bigint not null generated identity,
  pool_id uuid not null,
  digest bytea not null,
  session text not null,
  attributes bytea not null,
  delay_s bigint not null,
  received_at timestamp with time zone not null,
  attempts integer not null default 0,
  due_at timestamp with time zone not null default now(),
  leased_until timestamp with time zone not null default now()
);

create table aaa.home_server (
  id uuid not null,
  name text not null,
  address inet not null,
  transport text not null,
  auth_port integer not null,
  acct_port integer not null,
  secret_sealed bytea not null,
  tls_name text,
  authority_pem text,
  chain_pem text,
  key_sealed bytea,
  response_window_ms integer not null,
  dead_after_s integer not null,
  probe text not null,
  probe_every_s integer not null,
  probe_username text,
  probe_password_sealed bytea,
  revive_after_s integer not null,
  message_authenticator text not null,
  signs_since timestamp with time zone,
  may_send_coa boolean not null,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
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
  reason text not null,
  way text not null default 'password'::text,
  detail text
);

create table aaa.login_aside (
  id bigint not null generated identity,
  rows bytea not null
) with (vacuum_truncate=false);

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
  secret_sealed bytea,
  vendor text not null,
  coa_port integer not null default 3799,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null,
  radsec_identity text,
  radsec_certificate_ends_at timestamp with time zone,
  message_authenticator text not null default 'required'::text,
  signs_since timestamp with time zone,
  mac_auth boolean not null default false,
  identify_by text not null default 'name'::text,
  device_log_in text not null default 'off'::text,
  tags text[] not null default '{}'::text[],
  next_secret_sealed bytea,
  next_secret_made_at timestamp with time zone,
  coa_rate boolean,
  coa_wall boolean,
  session_keys text[],
  by_identifier text not null default 'off'::text,
  new_at_most integer not null default 250,
  range_id uuid,
  identifier text,
  seen_first_at timestamp with time zone,
  seen_first_from inet,
  looked_at timestamp with time zone
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

create table aaa.pool (
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null,
  nas_pool text,
  keep_offline_s integer not null default 86400,
  when_full text not null default 'reject'::text,
  created_at timestamp with time zone not null
);

create table aaa.pool_range (
  id uuid not null,
  pool_id uuid not null,
  kind text not null,
  range cidr not null,
  length smallint not null,
  note text not null default ''::text,
  first_offset bigint not null,
  end_offset bigint not null,
  next_offset bigint not null,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table aaa.radius_server (
  id uuid not null,
  addresses text[] not null,
  auth_port integer not null,
  acct_port integer not null,
  radsec_port integer,
  seen_at timestamp with time zone not null
);

create table aaa.realm (
  id uuid not null,
  name text not null,
  pool_id uuid,
  strip boolean not null,
  accounting text not null,
  may_tunnel boolean not null,
  created_at timestamp with time zone not null
);

create table aaa.record_journal (
  id uuid not null,
  at timestamp with time zone not null default now(),
  refused text,
  packets bytea not null
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000, toast_tuple_target=8160, vacuum_truncate=false);

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
  added_s integer not null default 0,
  seen_rate_down_kbps integer,
  seen_rate_up_kbps integer,
  described bigint,
  transferred_at timestamp with time zone
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_threshold=1000, autovacuum_analyze_scale_factor=0.05);

create table aaa.session_history (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  nas_id uuid not null,
  started_at timestamp with time zone not null,
  heard_at timestamp with time zone not null,
  stopped_at timestamp with time zone not null,
  input_octets bigint not null,
  output_octets bigint not null,
  began_after timestamp with time zone,
  terminate_cause bigint,
  session_s integer not null,
  told_rate_down_kbps integer,
  told_rate_up_kbps integer,
  told_mode text,
  told_framed_ip inet,
  closed_by text not null,
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
  transferred_at timestamp with time zone
) partition by RANGE (stopped_at);

create table aaa.session_move (
  one boolean not null default true,
  stopped_before timestamp with time zone not null default '-infinity'::timestamp with time zone,
  moved bigint not null default 0
);

create table aaa.stranger (
  address inet not null,
  nas_identifier text,
  code smallint not null,
  count bigint not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  range_id uuid,
  called text not null generated as (
CASE
    WHEN (range_id IS NULL) THEN ''::text
    ELSE COALESCE(nas_identifier, ''::text)
END)
);

create table aaa.traffic (
  quarter_at timestamp with time zone not null,
  input_octets bigint not null,
  output_octets bigint not null
);

create table aaa.transfer (
  account_id uuid not null,
  subscription_id uuid not null,
  to_account_id uuid not null,
  to_subscription_id uuid not null,
  at timestamp with time zone not null
);

create table aaa.usage_day (
  account_id uuid not null,
  subscription_id uuid not null,
  on_day date not null,
  input_octets bigint not null,
  output_octets bigint not null,
  session_s integer not null default 0
);

create table aaa.usage_hour (
  account_id uuid not null,
  subscription_id uuid not null,
  on_day date not null,
  hour_at timestamp with time zone not null,
  input_octets bigint not null,
  output_octets bigint not null,
  session_s integer not null default 0
);

create table aaa.usage_late (
  account_id uuid not null,
  subscription_id uuid not null,
  quarter_at timestamp with time zone not null,
  input_octets bigint not null,
  output_octets bigint not null,
  session_s integer not null default 0,
  session_id uuid
);

create table aaa.usage_month (
  account_id uuid not null,
  subscription_id uuid not null,
  month_on date not null,
  input_octets bigint not null,
  output_octets bigint not null,
  session_s integer not null default 0
);

create table aaa.usage_quarter (
  account_id uuid not null,
  subscription_id uuid not null,
  quarter_at timestamp with time zone not null,
  session_id uuid not null,
  input_octets bigint not null,
  output_octets bigint not null,
  session_s integer not null default 0
) with (fillfactor=80);

create table aaa.username (
  username text not null,
  account_id uuid not null,
  credential_id uuid not null,
  kind text not null default 'password'::text
);

create table aaa.voucher (
  account_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  number integer not null,
  code_sealed bytea not null,
  code_ending text not null,
  pin_sealed bytea,
  mac text,
  cancelled_at timestamp with time zone,
  state text not null,
  reason text not null,
  first_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  used_s integer not null default 0,
  used_octets bigint not null default 0,
  changes_at timestamp with time zone,
  ended_at timestamp with time zone,
  derived_at timestamp with time zone not null
);

create table aaa.voucher_batch (
  account_id uuid not null,
  id uuid not null,
  name text not null,
  size integer not null,
  code_prefix text not null,
  code_alphabet text not null,
  code_length integer not null,
  pin_length integer not null,
  time_s integer,
  octets bigint,
  valid_s integer,
  rate_down_kbps integer,
  rate_up_kbps integer,
  simultaneous integer not null,
  binds_device boolean not null,
  use_by_on date,
  use_before timestamp with time zone,
  heading text not null,
  price_minor bigint,
  currency text not null,
  zone text not null,
  login_url text,
  cancelled_at timestamp with time zone,
  created_at timestamp with time zone not null
);

create table billing.bill_class (
  bill_run_id uuid not null,
  class text not null,
  currency text not null,
  accounts integer not null,
  before_accounts integer not null,
  now_minor bigint not null,
  before_minor bigint not null
);

create table billing.bill_finding (
  account_id uuid not null,
  bill_run_id uuid not null,
  class text not null,
  currency text not null,
  now_minor bigint not null,
  before_minor bigint not null,
  before_on date,
  reason text
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
  error text,
  credit_notes integer not null default 0,
  credited_minor bigint not null default 0,
  kind text not null default 'run'::text,
  legal_entity_id uuid,
  done integer not null default 0,
  worked_ms integer not null default 0,
  cancelled_by text,
  attempt integer not null default 1
);

create table billing.charge (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid,
  plan_id uuid,
  plan_version integer,
  description text not null,
  quantity integer not null,
  unit_price_minor bigint not null,
  currency text not null,
  tax_code text,
  due_on date not null,
  known_on date not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  cancelled_by text,
  cancelled_at timestamp with time zone,
  invoice_id uuid,
  line_no smallint,
  invoice_account_id uuid,
  quote_id uuid
);

create table billing.chart (
  legal_entity_id uuid not null,
  fiscal_month smallint not null default 1,
  datev_consultant integer,
  datev_client integer
);

create table billing.chart_account (
  legal_entity_id uuid not null,
  ledger_account text not null,
  code text not null,
  name text not null,
  tax_code text
);

create table billing.closing (
  id uuid not null,
  legal_entity_id uuid not null,
  closed_through date not null,
  closed_by text not null,
  closed_at timestamp with time zone not null,
  reopened_by text,
  reopened_at timestamp with time zone,
  reopened_reason text
);

create table billing.credit_allocation (
  account_id uuid not null,
  id uuid not null,
  credit_note_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null,
  at timestamp with time zone not null
);

create table billing.credit_note (
  account_id uuid not null,
  id uuid not null,
  legal_entity_id uuid not null,
  number text not null,
  bill_run_id uuid,
  reason text not null,
  by_hand boolean not null,
  to_refund boolean not null,
  currency text not null,
  zone text not null,
  issued_on date not null,
  issued_at timestamp with time zone not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  gross_minor bigint not null,
  taxes jsonb not null,
  recipient jsonb not null,
  open_minor bigint not null,
  voids_invoice_id uuid
);

create table billing.discount (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid,
  coupon_id uuid,
  name text not null,
  base text not null,
  percent numeric(9,6),
  amount_minor bigint,
  from_on date not null,
  to_on date,
  known_on date not null,
  ended_on date,
  ended_known_on date,
  bills integer,
  given_by text not null,
  given_at timestamp with time zone not null
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

create table billing.hold (
  account_id uuid not null,
  id uuid not null,
  bill_run_id uuid,
  as_of date not null,
  class text not null,
  currency text not null,
  now_minor bigint not null,
  before_minor bigint not null,
  before_on date,
  reason text,
  held_by text not null,
  held_at timestamp with time zone not null,
  note text,
  released_by text,
  released_at timestamp with time zone,
  release_note text
);

create table billing.hold_policy (
  legal_entity_id uuid not null,
  classes text[] not null,
  change_percent integer not null,
  minimum_minor bigint not null,
  outlier_times integer,
  outlier_minor bigint
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
  trace jsonb not null,
  charge_code text not null default 'plan'::text,
  revision smallint not null default 0,
  from_second integer not null default 0,
  to_second integer not null default 0,
  cycle_from date,
  cycle_to date,
  tax_inclusive boolean not null default false
);

create table billing.invoice_part (
  account_id uuid not null,
  invoice_id uuid not null,
  first_line smallint not null,
  last_line smallint not null,
  for_account_id uuid not null,
  recipient jsonb not null,
  net_minor bigint not null,
  discount_minor bigint not null,
  tax_minor bigint not null,
  gross_minor bigint not null
);

create table billing.issued (
  on_day date not null,
  currency text not null,
  amount_minor bigint not null
);

create table billing.late_usage (
  account_id uuid not null,
  subscription_id uuid not null,
  quarter_at timestamp with time zone not null,
  session_id uuid not null,
  octets bigint not null,
  noted_at timestamp with time zone not null
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

create table billing.line_credit (
  account_id uuid not null,
  invoice_id uuid not null,
  invoice_line_no smallint not null,
  credit_no smallint not null,
  credit_note_id uuid,
  line_no smallint,
  kind text not null,
  description text not null,
  period_from date,
  period_to date,
  from_second integer not null,
  to_second integer not null,
  days integer,
  of_days integer,
  net_minor bigint not null,
  tax_code text,
  tax_minor bigint not null,
  gross_minor bigint not null,
  trace jsonb not null
);

create table billing.line_credit_tax (
  account_id uuid not null,
  invoice_id uuid not null,
  invoice_line_no smallint not null,
  credit_no smallint not null,
  tax_code text not null,
  base_minor bigint not null,
  tax_minor bigint not null
);

create table billing.line_discount (
  account_id uuid not null,
  invoice_id uuid not null,
  line_no smallint not null,
  discount_no smallint not null,
  discount_id uuid not null,
  name text not null,
  amount_minor bigint not null
);

create table billing.line_tax (
  account_id uuid not null,
  invoice_id uuid not null,
  line_no smallint not null,
  tax_no smallint not null,
  tax_code text not null,
  base_minor bigint not null,
  tax_minor bigint not null
);

create table billing.lines_arrived (
  id bigint not null generated identity,
  account_ids uuid[] not null,
  invoice_ids uuid[] not null
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

create table billing.posted (
  legal_entity_id uuid not null,
  currency text not null,
  ledger_account text not null,
  on_day date not null,
  debit_minor bigint not null,
  credit_minor bigint not null
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
  percent numeric(9,6),
  inclusive boolean not null default false,
  created_at timestamp with time zone not null,
  kind text not null default 'tax'::text,
  compound boolean not null default false,
  taxes text[],
  rules jsonb
);

create table billing.tax_exemption (
  account_id uuid not null,
  id uuid not null,
  tax_code text,
  kind text not null,
  certificate text,
  reason text,
  from_on date not null,
  to_on date,
  known_on date not null,
  given_by text not null,
  given_at timestamp with time zone not null
);

create table billing.tax_rate (
  tax_code text not null,
  effective_from date not null,
  percent numeric(9,6) not null,
  created_at timestamp with time zone not null
);

create table billing.usage_recount (
  account_id uuid not null,
  subscription_id uuid not null,
  period_from date not null,
  period_to date not null,
  octets bigint not null,
  sessions integer not null,
  checksum text not null,
  as_of date not null
);

create table billing.write_off (
  account_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null,
  reason text not null,
  written_off_on date not null,
  made_by text not null,
  at timestamp with time zone not null
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
  created_at timestamp with time zone not null,
  region text,
  payer_id uuid
);

create table crm.note (
  account_id uuid not null,
  id uuid not null,
  body text not null,
  author text not null,
  created_at timestamp with time zone not null
);

create table crm.quote (
  account_id uuid not null,
  id uuid not null,
  legal_entity_id uuid not null,
  number text,
  state text not null default 'draft'::text,
  currency text not null,
  start_on date,
  anchor_day smallint,
  valid_until date not null,
  words text,
  charges jsonb not null default '[]'::jsonb,
  offer jsonb,
  first_minor bigint,
  replaces_id uuid,
  made_by text not null,
  made_at timestamp with time zone not null,
  sent_by text,
  sent_at timestamp with time zone,
  closed_by text,
  closed_at timestamp with time zone,
  reason text
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
  created_at timestamp with time zone not null,
  device_level text not null default 'none'::text
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

create table metering.meter (
  id uuid not null,
  code text not null,
  name text not null,
  unit_code text not null,
  unit_size bigint not null,
  aggregation text not null,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table metering.number (
  number text not null,
  account_id uuid not null,
  subscription_id uuid not null
);

create table metering.usage_record (
  account_id uuid not null,
  subscription_id uuid not null,
  meter_id uuid not null,
  counted_on date not null,
  id uuid not null,
  external_id text not null,
  used_at timestamp with time zone not null,
  quantity bigint not null,
  attributes jsonb,
  late boolean not null,
  recorded_at timestamp with time zone not null
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

create table payments.refund (
  account_id uuid not null,
  id uuid not null,
  credit_note_id uuid,
  payment_id uuid,
  method text not null,
  currency text not null,
  amount_minor bigint not null,
  reference text,
  paid_on date not null,
  reversed_at timestamp with time zone,
  reversed_reason text,
  recorded_by text not null,
  recorded_at timestamp with time zone not null
);

create table subscriptions.contract (
  account_id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  plan_id uuid not null,
  plan_version integer not null,
  created_at timestamp with time zone not null
);

create table subscriptions.draft (
  account_id uuid not null,
  id uuid not null,
  quote_id uuid not null,
  line_no smallint not null,
  plan_id uuid not null,
  plan_version integer,
  parent_id uuid,
  quantity integer not null,
  price_override_minor bigint,
  username text,
  discount jsonb
);

create table subscriptions.pack_rule (
  account_id uuid not null,
  subscription_id uuid not null,
  pack_id uuid not null,
  at_percent smallint not null,
  at_most smallint not null,
  set_by text not null,
  set_at timestamp with time zone not null
);

create table subscriptions.pack_sale (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  pack_id uuid not null,
  top_up_id uuid not null,
  charge_id uuid not null,
  automatic boolean not null,
  sold_by text not null,
  sold_at timestamp with time zone not null,
  taken_back_by text,
  taken_back_at timestamp with time zone
);

create table subscriptions.price_change (
  id uuid not null,
  plan_id uuid not null,
  plan_version integer not null,
  up_to_version integer not null,
  own_prices text not null,
  effective_on date not null,
  keeps_access boolean not null,
  state text not null,
  published_by text not null,
  published_at timestamp with time zone not null,
  taken_back_by text,
  taken_back_at timestamp with time zone,
  due integer not null,
  planned integer not null default 0,
  before_minor bigint not null default 0,
  after_minor bigint not null default 0,
  looked_id uuid
);

create table subscriptions.rest (
  account_id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  to_on date,
  reason text not null default 'suspension'::text,
  known_on date not null,
  to_known_on date,
  hold_fee_minor bigint
);

create table subscriptions.segment (
  account_id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  plan_id uuid not null,
  plan_version integer not null,
  price_minor bigint not null,
  created_at timestamp with time zone not null,
  from_second integer not null default 0,
  known_on date not null,
  anchor_on date not null,
  anchor_day smallint not null,
  quantity integer not null default 1,
  price_change_id uuid,
  own_price boolean not null default false,
  bundle_plan_id uuid,
  bundle_version integer,
  before_minor bigint
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
  created_at timestamp with time zone not null,
  framed_ip inet,
  framed_ipv6_prefix cidr,
  delegated_ipv6_prefix cidr,
  end_known_on date,
  billed_on date,
  settled_to date,
  recurring_to date,
  usage_to date,
  setup_fee_billed boolean not null default false,
  recount_from date,
  parent_id uuid,
  end_fee_minor bigint,
  end_fee_waived text,
  end_fee_billed boolean not null default false,
  transferred_to uuid,
  transferred_from uuid,
  transferred_at timestamp with time zone,
  quote_id uuid,
  out_of_area text
) with (fillfactor=60);

create table subscriptions.top_up (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  what text not null,
  amount bigint not null,
  reason text not null,
  granted_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  used_at_grant jsonb not null
);

create table subscriptions.transfer (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  to_account_id uuid not null,
  to_subscription_id uuid not null,
  on_day date not null,
  contract text not null,
  own_price text not null,
  reason text,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  done_at timestamp with time zone,
  taken_back_by text,
  taken_back_at timestamp with time zone
);

create table tariffs.area (
  id uuid not null,
  code text not null,
  name text not null,
  rules jsonb not null,
  created_at timestamp with time zone not null
);

create table tariffs.coupon (
  id uuid not null,
  code text not null,
  name text not null,
  target text not null,
  base text not null,
  percent numeric(9,6),
  amount_minor bigint,
  currency text,
  times integer,
  plan_ids uuid[],
  redeem_from date,
  redeem_to date,
  most integer,
  redeemed integer not null default 0,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table tariffs.pack (
  id uuid not null,
  code text not null,
  name text not null,
  what text not null,
  amount bigint not null,
  lasts_days smallint,
  price_minor bigint not null,
  currency text not null,
  tax_code text,
  plan_ids uuid[],
  state text not null default 'active'::text,
  created_at timestamp with time zone not null
);

create table tariffs.plan (
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null default 'internet'::text,
  state text not null default 'active'::text,
  created_at timestamp with time zone not null,
  parent_plan_ids uuid[],
  area_ids uuid[]
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
  simultaneous integer not null default 1,
  ipv4_pool text,
  ipv6_prefix_pool text,
  ipv6_delegated_pool text,
  limits jsonb not null default '[]'::jsonb,
  fair_use jsonb not null default '[]'::jsonb,
  hours jsonb not null default '[]'::jsonb,
  proration text not null default 'day'::text,
  termination text not null default 'exclusive'::text,
  first_part text not null default 'separately'::text,
  bill_suspended boolean not null default false,
  rounding text not null default 'half-up'::text,
  adjustments text not null default 'credit-now'::text,
  upgrade text not null default 'now'::text,
  downgrade text not null default 'period-end'::text,
  hold_fee_minor bigint,
  phases jsonb not null default '[]'::jsonb,
  overage_model text not null default 'flat'::text,
  overage_tiers jsonb not null default '[]'::jsonb,
  overage_partial text not null default 'exact'::text,
  meter_charges jsonb not null default '[]'::jsonb,
  withdrawn_at timestamp with time zone,
  contract_months integer not null default 0,
  contract_renewal text not null default 'none'::text,
  price_guarantee boolean not null default false,
  early_fee text not null default 'none'::text,
  early_fee_minor bigint,
  early_fee_percent numeric,
  parts jsonb not null default '[]'::jsonb,
  parts_less_percent numeric,
  parts_less_minor bigint,
  rollover jsonb
);

-- Views

create view aaa.any_session with (security_invoker=true) as
 SELECT session.account_id,
    session.id,
    session.subscription_id,
    session.nas_id,
    session.started_at,
    session.heard_at,
    session.stopped_at,
    session.input_octets,
    session.output_octets,
    session.began_after,
    session.terminate_cause,
    session.session_s,
    session.told_rate_down_kbps,
    session.told_rate_up_kbps,
    session.told_mode,
    session.told_framed_ip,
    session.closed_by,
    session.username,
    session.acct_session_id,
    session.class,
    session.client,
    session.nas_ip,
    session.nas_identifier,
    session.nas_port_id,
    session.framed_ip,
    session.framed_ipv6_address,
    session.framed_ipv6_prefix,
    session.framed_interface_id,
    session.delegated_ipv6_prefix,
    session.calling_station_id,
    session.called_station_id,
    session.transferred_at
   FROM aaa.session
UNION ALL
 SELECT session_history.account_id,
    session_history.id,
    session_history.subscription_id,
    session_history.nas_id,
    session_history.started_at,
    session_history.heard_at,
    session_history.stopped_at,
    session_history.input_octets,
    session_history.output_octets,
    session_history.began_after,
    session_history.terminate_cause,
    session_history.session_s,
    session_history.told_rate_down_kbps,
    session_history.told_rate_up_kbps,
    session_history.told_mode,
    session_history.told_framed_ip,
    session_history.closed_by,
    session_history.username,
    session_history.acct_session_id,
    session_history.class,
    session_history.client,
    session_history.nas_ip,
    session_history.nas_identifier,
    session_history.nas_port_id,
    session_history.framed_ip,
    session_history.framed_ipv6_address,
    session_history.framed_ipv6_prefix,
    session_history.framed_interface_id,
    session_history.delegated_ipv6_prefix,
    session_history.calling_station_id,
    session_history.called_station_id,
    session_history.transferred_at
   FROM aaa.session_history;

create view aaa.nas_secret as
 SELECT n.id AS nas_id,
    k.id AS keeper_id,
    k.secret_sealed,
    k.next_secret_sealed,
    k.next_secret_made_at
   FROM (aaa.nas n
     JOIN aaa.nas k ON ((k.id =
        CASE
            WHEN (n.secret_sealed IS NULL) THEN n.range_id
            ELSE n.id
        END)));

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

alter table aaa.access add constraint access_delegated_ipv6_prefix_check CHECK ((family((delegated_ipv6_prefix)::inet) = 6));

alter table aaa.access add constraint access_framed_ip_check CHECK (((family(framed_ip) = 4) AND (masklen(framed_ip) = 32)));

alter table aaa.access add constraint access_framed_ipv6_prefix_check CHECK ((family((framed_ipv6_prefix)::inet) = 6));

alter table aaa.access add constraint access_mode_check CHECK ((mode = ANY (ARRAY['allow'::text, 'walled'::text, 'deny'::text])));

alter table aaa.access add constraint access_pkey PRIMARY KEY (account_id, subscription_id);

alter table aaa.access add constraint access_session_timeout_s_check CHECK ((session_timeout_s > 0));

alter table aaa.access add constraint access_simultaneous_check CHECK (((simultaneous >= 1) AND (simultaneous <= 1000)));

alter table aaa.access add constraint access_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table aaa.access add constraint access_ipv4_pool_fkey FOREIGN KEY (ipv4_pool) REFERENCES aaa.pool(code);

alter table aaa.access add constraint access_ipv6_delegated_pool_fkey FOREIGN KEY (ipv6_delegated_pool) REFERENCES aaa.pool(code);

alter table aaa.access add constraint access_ipv6_prefix_pool_fkey FOREIGN KEY (ipv6_prefix_pool) REFERENCES aaa.pool(code);

alter table aaa.address_use add constraint address_use_check CHECK ((to_at >= from_at));

alter table aaa.address_use add constraint address_use_check1 CHECK (((to_at IS NULL) = (ended_by IS NULL)));

alter table aaa.address_use add constraint address_use_check2 CHECK (((kind = 'port-block'::text) = (ports IS NOT NULL)));

alter table aaa.address_use add constraint address_use_check3 CHECK (((kind = 'port-block'::text) OR (session_id IS NOT NULL)));

alter table aaa.address_use add constraint address_use_ended_by_check CHECK ((ended_by = ANY (ARRAY['stop'::text, 'nas-restart'::text, 'stale'::text, 'gone'::text, 'replaced'::text, 'transferred'::text, 'changed'::text, 'released'::text, 'next-holder'::text])));

alter table aaa.address_use add constraint address_use_kind_check CHECK ((kind = ANY (ARRAY['framed-ip'::text, 'framed-ipv6-address'::text, 'framed-ipv6-prefix'::text, 'delegated-ipv6-prefix'::text, 'port-block'::text])));

alter table aaa.address_use add constraint address_use_one_holder EXCLUDE USING gist (what inet_ops WITH &&, tstzrange(from_at, to_at) WITH &&, COALESCE(ports, int4range(0, 65536)) WITH &&, realm WITH =, holder WITH <>);

alter table aaa.address_use add constraint address_use_pkey PRIMARY KEY (account_id, id);

alter table aaa.address_use add constraint address_use_ports_check CHECK (((ports <@ int4range(0, 65536)) AND (NOT isempty(ports))));

alter table aaa.allowance add constraint allowance_ends_after_octets_check CHECK ((ends_after_octets >= 0));

alter table aaa.allowance add constraint allowance_ends_after_s_check CHECK ((ends_after_s >= 0));

alter table aaa.allowance add constraint allowance_octets_left_check CHECK ((octets_left >= 0));

alter table aaa.allowance add constraint allowance_pkey PRIMARY KEY (account_id, subscription_id);

alter table aaa.allowance add constraint allowance_session_octets_check CHECK ((session_octets > 0));

alter table aaa.allowance add constraint allowance_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table aaa.assignment add constraint assignment_check CHECK (((account_id IS NULL) = (subscription_id IS NULL)));

alter table aaa.assignment add constraint assignment_check1 CHECK (((free_since IS NOT NULL) OR ((account_id IS NOT NULL) AND (assigned_at IS NOT NULL) AND (used_at IS NOT NULL))));

alter table aaa.assignment add constraint assignment_check2 CHECK (((free_since IS NULL) OR (NOT fixed)));

alter table aaa.assignment add constraint assignment_kind_check CHECK ((kind = ANY (ARRAY['ipv4'::text, 'ipv6-prefix'::text, 'ipv6-delegated'::text])));

alter table aaa.assignment add constraint assignment_no_overlap EXCLUDE USING gist (address inet_ops WITH &&) WHERE ((range_id IS NULL));

alter table aaa.assignment add constraint assignment_pkey PRIMARY KEY (address);

alter table aaa.assignment add constraint assignment_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table aaa.assignment add constraint assignment_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES aaa.pool(id);

alter table aaa.assignment add constraint assignment_range_id_fkey FOREIGN KEY (range_id) REFERENCES aaa.pool_range(id);

alter table aaa.bulk_disconnect add constraint bulk_disconnect_pkey PRIMARY KEY (id);

alter table aaa.bulk_disconnect_session add constraint bulk_disconnect_session_outcome_check CHECK ((outcome = ANY (ARRAY['ack'::text, 'gone'::text, 'nak'::text, 'timeout'::text])));

alter table aaa.bulk_disconnect_session add constraint bulk_disconnect_session_pkey PRIMARY KEY (bulk_id, account_id, session_id);

alter table aaa.bulk_disconnect_session add constraint bulk_disconnect_session_bulk_id_fkey FOREIGN KEY (bulk_id) REFERENCES aaa.bulk_disconnect(id);

alter table aaa.certificate add constraint certificate_pkey PRIMARY KEY (id);

alter table aaa.certificate add constraint certificate_purpose_check CHECK ((purpose = ANY (ARRAY['eap'::text, 'radsec'::text])));

alter table aaa.certificate add constraint certificate_purpose_key UNIQUE (purpose);

alter table aaa.certificate add constraint certificate_radsec_authority CHECK (((purpose <> 'radsec'::text) OR (client_ca_pem IS NOT NULL)));

alter table aaa.change add constraint change_kind_check CHECK ((kind = ANY (ARRAY['nas'::text, 'subscription'::text, 'certificate'::text, 'online'::text, 'pool'::text, 'device-user'::text])));

alter table aaa.change add constraint change_pkey PRIMARY KEY (id);

alter table aaa.coa add constraint coa_kind_check CHECK ((kind = ANY (ARRAY['coa'::text, 'disconnect'::text])));

alter table aaa.coa add constraint coa_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'ack'::text, 'nak'::text, 'timeout'::text, 'unreachable'::text, 'superseded'::text])));

alter table aaa.coa add constraint coa_pkey PRIMARY KEY (account_id, id);

alter table aaa.credential add constraint credential_kind_check CHECK ((kind = ANY (ARRAY['password'::text, 'mac'::text, 'line'::text])));

alter table aaa.credential add constraint credential_learn_check CHECK ((learn <@ '{mac,port,vlan}'::text[]));

alter table aaa.credential add constraint credential_line CHECK ((((kind = 'line'::text) = (COALESCE(circuit_id, remote_id) IS NOT NULL)) AND ((kind = 'line'::text) OR (line_nas_id IS NULL))));

alter table aaa.credential add constraint credential_mac_check CHECK ((mac ~ '^[0-9a-f]{12}$'::text));

alter table aaa.credential add constraint credential_password CHECK (((kind = 'password'::text) = (password_sealed IS NOT NULL)));

alter table aaa.credential add constraint credential_password_kind_check CHECK ((password_kind = ANY (ARRAY['clear'::text, 'nt'::text, 'bcrypt'::text, 'argon2'::text, 'ssha'::text])));

alter table aaa.credential add constraint credential_pkey PRIMARY KEY (account_id, id);

alter table aaa.credential add constraint credential_port CHECK (((port IS NULL) = (port_nas_id IS NULL)));

alter table aaa.credential add constraint credential_port_check CHECK (((octet_length(port) >= 1) AND (octet_length(port) <= 508)));

alter table aaa.credential add constraint credential_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table aaa.credential add constraint credential_vlan_check CHECK ((vlan ~ '^[0-9]{1,4}(\.[0-9]{1,4})?$'::text));

alter table aaa.credential add constraint credential_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table aaa.credential add constraint credential_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table aaa.credential add constraint credential_line_nas_id_fkey FOREIGN KEY (line_nas_id) REFERENCES aaa.nas(id);

alter table aaa.credential add constraint credential_port_nas_id_fkey FOREIGN KEY (port_nas_id) REFERENCES aaa.nas(id);

alter table aaa.device_user add constraint device_user_level_check CHECK ((level = ANY (ARRAY['read'::text, 'operate'::text, 'full'::text])));

alter table aaa.device_user add constraint device_user_pkey PRIMARY KEY (id);

alter table aaa.device_user add constraint device_user_username_check CHECK ((username ~ '^[a-z0-9][a-z0-9._-]{0,63}$'::text));

alter table aaa.device_user add constraint device_user_username_key UNIQUE (username);

alter table aaa.discard add constraint discard_pkey PRIMARY KEY (on_day, client, reason);

alter table aaa.forgotten add constraint forgotten_pkey PRIMARY KEY (kind);

alter table aaa.forgotten add constraint forgotten_kind_fkey FOREIGN KEY (kind) REFERENCES aaa.retention(kind);

alter table aaa.home_health add constraint home_health_pkey PRIMARY KEY (server_id, port, process_id);

alter table aaa.home_health add constraint home_health_port_check CHECK ((port = ANY (ARRAY['auth'::text, 'acct'::text, 'radsec'::text])));

alter table aaa.home_health add constraint home_health_state_check CHECK ((state = ANY (ARRAY['up'::text, 'silent'::text, 'dead'::text])));

alter table aaa.home_health add constraint home_health_server_id_fkey FOREIGN KEY (server_id) REFERENCES aaa.home_server(id) ON DELETE CASCADE;

alter table aaa.home_pool add constraint home_pool_mode_check CHECK ((mode = ANY (ARRAY['fail-over'::text, 'load-balance'::text])));

alter table aaa.home_pool add constraint home_pool_name_key UNIQUE (name);

alter table aaa.home_pool add constraint home_pool_pkey PRIMARY KEY (id);

alter table aaa.home_pool add constraint home_pool_when_dead_check CHECK ((when_dead = ANY (ARRAY['silence'::text, 'reject'::text])));

alter table aaa.home_pool_member add constraint home_pool_member_pkey PRIMARY KEY (pool_id, server_id);

alter table aaa.home_pool_member add constraint home_pool_member_weight_check CHECK (((weight >= 1) AND (weight <= 100)));

alter table aaa.home_pool_member add constraint home_pool_member_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES aaa.home_pool(id) ON DELETE CASCADE;

alter table aaa.home_pool_member add constraint home_pool_member_server_id_fkey FOREIGN KEY (server_id) REFERENCES aaa.home_server(id);

alter table aaa.home_record add constraint home_record_digest_key UNIQUE (digest);

alter table aaa.home_record add constraint home_record_pkey PRIMARY KEY (id);

alter table aaa.home_record add constraint home_record_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES aaa.home_pool(id);

alter table aaa.home_server add constraint home_server_acct_port_check CHECK (((acct_port >= 1) AND (acct_port <= 65535)));

alter table aaa.home_server add constraint home_server_address_check CHECK ((masklen(address) =
CASE family(address)
    WHEN 4 THEN 32
    ELSE 128
END));

alter table aaa.home_server add constraint home_server_auth_port_check CHECK (((auth_port >= 1) AND (auth_port <= 65535)));

alter table aaa.home_server add constraint home_server_check CHECK (((transport <> 'radsec'::text) OR ((tls_name IS NOT NULL) AND (authority_pem IS NOT NULL) AND (chain_pem IS NOT NULL) AND (key_sealed IS NOT NULL))));

alter table aaa.home_server add constraint home_server_check1 CHECK (((probe <> 'log-in'::text) OR ((probe_username IS NOT NULL) AND (probe_password_sealed IS NOT NULL))));

alter table aaa.home_server add constraint home_server_dead_after_s_check CHECK (((dead_after_s >= 1) AND (dead_after_s <= 600)));

alter table aaa.home_server add constraint home_server_message_authenticator_check CHECK ((message_authenticator = ANY (ARRAY['required'::text, 'auto'::text])));

alter table aaa.home_server add constraint home_server_name_key UNIQUE (name);

alter table aaa.home_server add constraint home_server_pkey PRIMARY KEY (id);

alter table aaa.home_server add constraint home_server_probe_check CHECK ((probe = ANY (ARRAY['status-server'::text, 'log-in'::text, 'none'::text])));

alter table aaa.home_server add constraint home_server_probe_every_s_check CHECK (((probe_every_s >= 1) AND (probe_every_s <= 600)));

alter table aaa.home_server add constraint home_server_response_window_ms_check CHECK (((response_window_ms >= 100) AND (response_window_ms <= 30000)));

alter table aaa.home_server add constraint home_server_revive_after_s_check CHECK (((revive_after_s >= 1) AND (revive_after_s <= 86400)));

alter table aaa.home_server add constraint home_server_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table aaa.home_server add constraint home_server_transport_check CHECK ((transport = ANY (ARRAY['udp'::text, 'radsec'::text])));

alter table aaa.login add constraint login_outcome_check CHECK ((outcome = ANY (ARRAY['accept'::text, 'reject'::text, 'walled'::text, 'silence'::text])));

alter table aaa.login add constraint login_pkey PRIMARY KEY (id);

alter table aaa.login add constraint login_way_check CHECK ((way = ANY (ARRAY['password'::text, 'mac'::text, 'line'::text, 'device'::text])));

alter table aaa.login_aside add constraint login_aside_pkey PRIMARY KEY (id);

alter table aaa.login_quarter add constraint login_quarter_pkey PRIMARY KEY (quarter_at, outcome, reason);

alter table aaa.nas add constraint nas_by_identifier_check CHECK ((by_identifier = ANY (ARRAY['off'::text, 'refuse'::text, 'register'::text])));

alter table aaa.nas add constraint nas_coa_port_check CHECK (((coa_port >= 1) AND (coa_port <= 65535)));

alter table aaa.nas add constraint nas_device_log_in_check CHECK ((device_log_in = ANY (ARRAY['off'::text, 'administrative'::text, 'login'::text])));

alter table aaa.nas add constraint nas_identifier UNIQUE (range_id, identifier);

alter table aaa.nas add constraint nas_identifier_check CHECK (((octet_length(identifier) >= 1) AND (octet_length(identifier) <= 253)));

alter table aaa.nas add constraint nas_identify_by_check CHECK ((identify_by = ANY (ARRAY['name'::text, 'line'::text, 'mac'::text])));

alter table aaa.nas add constraint nas_message_authenticator_check CHECK ((message_authenticator = ANY (ARRAY['required'::text, 'auto'::text, 'off'::text])));

alter table aaa.nas add constraint nas_name_key UNIQUE (name);

alter table aaa.nas add constraint nas_new_at_most_check CHECK (((new_at_most >= 1) AND (new_at_most <= 5000)));

alter table aaa.nas add constraint nas_next_secret CHECK (((next_secret_sealed IS NULL) = (next_secret_made_at IS NULL)));

alter table aaa.nas add constraint nas_no_nesting CHECK (((range_id IS NULL) OR (by_identifier = 'off'::text)));

alter table aaa.nas add constraint nas_of_range CHECK (((range_id IS NULL) = (identifier IS NULL)));

alter table aaa.nas add constraint nas_own_secret CHECK (((range_id IS NULL) OR (secret_sealed IS NULL) OR (message_authenticator = 'required'::text)));

alter table aaa.nas add constraint nas_pkey PRIMARY KEY (id);

alter table aaa.nas add constraint nas_place UNIQUE (id, address);

alter table aaa.nas add constraint nas_radsec_identity_key UNIQUE (radsec_identity);

alter table aaa.nas add constraint nas_register CHECK (((by_identifier <> 'register'::text) OR (message_authenticator = 'required'::text)));

alter table aaa.nas add constraint nas_secret CHECK (((secret_sealed IS NOT NULL) OR (range_id IS NOT NULL)));

alter table aaa.nas add constraint nas_session_keys_check CHECK ((cardinality(session_keys) > 0));

alter table aaa.nas add constraint nas_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table aaa.nas add constraint nas_range FOREIGN KEY (range_id, address) REFERENCES aaa.nas(id, address) ON UPDATE CASCADE;

alter table aaa.nas_health add constraint nas_health_ask_outcome_check CHECK ((ask_outcome = ANY (ARRAY['ack'::text, 'nak'::text, 'timeout'::text])));

alter table aaa.nas_health add constraint nas_health_ask_secret_check CHECK ((ask_secret = ANY (ARRAY['current'::text, 'next'::text])));

alter table aaa.nas_health add constraint nas_health_coa_outcome_check CHECK ((coa_outcome = ANY (ARRAY['ack'::text, 'nak'::text, 'timeout'::text, 'unreachable'::text])));

alter table aaa.nas_health add constraint nas_health_pkey PRIMARY KEY (nas_id);

alter table aaa.nas_health add constraint nas_health_nas_id_fkey FOREIGN KEY (nas_id) REFERENCES aaa.nas(id);

alter table aaa.nas_quarter add constraint nas_quarter_pkey PRIMARY KEY (nas_id, quarter_at);

alter table aaa.nas_unsupported add constraint nas_unsupported_change_check CHECK ((change = ANY (ARRAY['rate'::text, 'wall'::text])));

alter table aaa.nas_unsupported add constraint nas_unsupported_pkey PRIMARY KEY (nas_id, change);

alter table aaa.nas_unsupported add constraint nas_unsupported_nas_id_fkey FOREIGN KEY (nas_id) REFERENCES aaa.nas(id);

alter table aaa.pool add constraint pool_code_key UNIQUE (code);

alter table aaa.pool add constraint pool_id_kind_key UNIQUE (id, kind);

alter table aaa.pool add constraint pool_keep_offline_s_check CHECK (((keep_offline_s >= 600) AND (keep_offline_s <= 31536000)));

alter table aaa.pool add constraint pool_kind_check CHECK ((kind = ANY (ARRAY['ipv4'::text, 'ipv6-prefix'::text, 'ipv6-delegated'::text])));

alter table aaa.pool add constraint pool_nas_pool_check CHECK (((octet_length(nas_pool) >= 1) AND (octet_length(nas_pool) <= 247)));

alter table aaa.pool add constraint pool_pkey PRIMARY KEY (id);

alter table aaa.pool add constraint pool_when_full_check CHECK ((when_full = ANY (ARRAY['reject'::text, 'nas-chooses'::text])));

alter table aaa.pool_range add constraint pool_range_check CHECK ((end_offset > first_offset));

alter table aaa.pool_range add constraint pool_range_check1 CHECK ((family((range)::inet) =
CASE kind
    WHEN 'ipv4'::text THEN 4
    ELSE 6
END));

alter table aaa.pool_range add constraint pool_range_check2 CHECK (((length >= masklen((range)::inet)) AND
CASE kind
    WHEN 'ipv4'::text THEN (length = 32)
    ELSE (length <= 128)
END));

alter table aaa.pool_range add constraint pool_range_check3 CHECK (((next_offset >= first_offset) AND (next_offset <= end_offset)));

alter table aaa.pool_range add constraint pool_range_first_offset_check CHECK ((first_offset >= 0));

alter table aaa.pool_range add constraint pool_range_no_overlap EXCLUDE USING gist (range inet_ops WITH &&);

alter table aaa.pool_range add constraint pool_range_pkey PRIMARY KEY (id);

alter table aaa.pool_range add constraint pool_range_state_check CHECK ((state = ANY (ARRAY['active'::text, 'retired'::text])));

alter table aaa.pool_range add constraint pool_range_pool_id_kind_fkey FOREIGN KEY (pool_id, kind) REFERENCES aaa.pool(id, kind);

alter table aaa.radius_server add constraint radius_server_pkey PRIMARY KEY (id);

alter table aaa.realm add constraint realm_accounting_check CHECK ((accounting = ANY (ARRAY['forward'::text, 'keep'::text, 'both'::text])));

alter table aaa.realm add constraint realm_name_check CHECK (((name = lower(name)) AND ((octet_length(name) >= 1) AND (octet_length(name) <= 253))));

alter table aaa.realm add constraint realm_name_key UNIQUE (name);

alter table aaa.realm add constraint realm_pkey PRIMARY KEY (id);

alter table aaa.realm add constraint realm_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES aaa.home_pool(id);

alter table aaa.record_journal add constraint record_journal_pkey PRIMARY KEY (id);

alter table aaa.retention add constraint retention_check CHECK (((kept_days >=
CASE
    WHEN (kind = ANY (ARRAY['quarters'::text, 'hours'::text, 'days'::text])) THEN 62
    ELSE 30
END) AND (kept_days <= 36500)));

alter table aaa.retention add constraint retention_kind_check CHECK ((kind = ANY (ARRAY['quarters'::text, 'hours'::text, 'days'::text, 'sessions'::text, 'addresses'::text, 'logins'::text, 'coa'::text])));

alter table aaa.retention add constraint retention_pkey PRIMARY KEY (kind);

alter table aaa.rollup add constraint rollup_check CHECK ((rolled_to <= claimed_to));

alter table aaa.rollup add constraint rollup_one_check CHECK (one);

alter table aaa.rollup add constraint rollup_pkey PRIMARY KEY (one);

alter table aaa.session add constraint session_check CHECK (((stopped_at IS NULL) = (closed_by IS NULL)));

alter table aaa.session add constraint session_closed_by_check CHECK ((closed_by = ANY (ARRAY['stop'::text, 'nas-restart'::text, 'stale'::text, 'gone'::text, 'replaced'::text, 'transferred'::text])));

alter table aaa.session add constraint session_pkey PRIMARY KEY (id, account_id);

alter table aaa.session add constraint session_told_mode_check CHECK ((told_mode = ANY (ARRAY['allow'::text, 'walled'::text, 'gone'::text])));

alter table aaa.session_history add constraint session_history_closed_by_check CHECK ((closed_by = ANY (ARRAY['stop'::text, 'nas-restart'::text, 'stale'::text, 'gone'::text, 'replaced'::text, 'transferred'::text])));

alter table aaa.session_history add constraint session_history_pkey PRIMARY KEY (id, account_id, stopped_at);

alter table aaa.session_history add constraint session_history_told_mode_check CHECK ((told_mode = ANY (ARRAY['allow'::text, 'walled'::text, 'gone'::text])));

alter table aaa.session_move add constraint session_move_one_check CHECK (one);

alter table aaa.session_move add constraint session_move_pkey PRIMARY KEY (one);

alter table aaa.stranger add constraint stranger_pkey PRIMARY KEY (address, called);

alter table aaa.stranger add constraint stranger_range_id_fkey FOREIGN KEY (range_id) REFERENCES aaa.nas(id);

alter table aaa.transfer add constraint transfer_pkey PRIMARY KEY (account_id, subscription_id);

alter table aaa.transfer add constraint transfer_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table aaa.transfer add constraint transfer_to_account_id_to_subscription_id_fkey FOREIGN KEY (to_account_id, to_subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table aaa.usage_day add constraint usage_day_pkey PRIMARY KEY (account_id, subscription_id, on_day);

alter table aaa.usage_hour add constraint usage_hour_pkey PRIMARY KEY (account_id, subscription_id, on_day, hour_at);

alter table aaa.usage_month add constraint usage_month_month_on_check CHECK ((EXTRACT(day FROM month_on) = (1)::numeric));

alter table aaa.usage_month add constraint usage_month_pkey PRIMARY KEY (account_id, subscription_id, month_on);

alter table aaa.usage_quarter add constraint usage_quarter_pkey PRIMARY KEY (account_id, subscription_id, quarter_at, session_id);

alter table aaa.username add constraint username_kind_check CHECK ((kind = ANY (ARRAY['password'::text, 'mac'::text, 'line'::text, 'voucher'::text])));

alter table aaa.username add constraint username_pkey PRIMARY KEY (kind, username);

alter table aaa.username add constraint username_username_check CHECK (((octet_length(username) >= 1) AND (octet_length(username) <= 253)));

alter table aaa.username add constraint username_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table aaa.voucher add constraint voucher_account_id_batch_id_number_key UNIQUE (account_id, batch_id, number);

alter table aaa.voucher add constraint voucher_code_ending_check CHECK ((length(code_ending) = 2));

alter table aaa.voucher add constraint voucher_mac_check CHECK ((mac ~ '^[0-9a-f]{12}$'::text));

alter table aaa.voucher add constraint voucher_pkey PRIMARY KEY (id, account_id);

alter table aaa.voucher add constraint voucher_state_check CHECK ((state = ANY (ARRAY['unused'::text, 'in-use'::text, 'used-up'::text, 'expired'::text, 'cancelled'::text])));

alter table aaa.voucher add constraint voucher_batch_id_account_id_fkey FOREIGN KEY (batch_id, account_id) REFERENCES aaa.voucher_batch(id, account_id);

alter table aaa.voucher_batch add constraint voucher_batch_account_id_name_key UNIQUE (account_id, name);

alter table aaa.voucher_batch add constraint voucher_batch_check CHECK (((rate_down_kbps IS NULL) = (rate_up_kbps IS NULL)));

alter table aaa.voucher_batch add constraint voucher_batch_check1 CHECK (((use_by_on IS NULL) = (use_before IS NULL)));

alter table aaa.voucher_batch add constraint voucher_batch_check2 CHECK ((COALESCE((time_s)::bigint, octets, (valid_s)::bigint) IS NOT NULL));

alter table aaa.voucher_batch add constraint voucher_batch_code_alphabet_check CHECK ((code_alphabet = ANY (ARRAY['letters-digits'::text, 'digits'::text])));

alter table aaa.voucher_batch add constraint voucher_batch_code_length_check CHECK (((code_length >= 4) AND (code_length <= 16)));

alter table aaa.voucher_batch add constraint voucher_batch_code_prefix_check CHECK ((code_prefix ~ '^[A-Z0-9]{0,8}$'::text));

alter table aaa.voucher_batch add constraint voucher_batch_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));

alter table aaa.voucher_batch add constraint voucher_batch_octets_check CHECK ((octets > 0));

alter table aaa.voucher_batch add constraint voucher_batch_pin_length_check CHECK (((pin_length >= 0) AND (pin_length <= 8)));

alter table aaa.voucher_batch add constraint voucher_batch_pkey PRIMARY KEY (id, account_id);

alter table aaa.voucher_batch add constraint voucher_batch_price_minor_check CHECK ((price_minor >= 0));

alter table aaa.voucher_batch add constraint voucher_batch_rate_down_kbps_check CHECK ((rate_down_kbps > 0));

alter table aaa.voucher_batch add constraint voucher_batch_rate_up_kbps_check CHECK ((rate_up_kbps > 0));

alter table aaa.voucher_batch add constraint voucher_batch_simultaneous_check CHECK (((simultaneous >= 1) AND (simultaneous <= 1000)));

alter table aaa.voucher_batch add constraint voucher_batch_size_check CHECK (((size >= 1) AND (size <= 10000)));

alter table aaa.voucher_batch add constraint voucher_batch_time_s_check CHECK ((time_s > 0));

alter table aaa.voucher_batch add constraint voucher_batch_valid_s_check CHECK ((valid_s > 0));

alter table aaa.voucher_batch add constraint voucher_batch_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.bill_class add constraint bill_class_class_check CHECK ((class = ANY (ARRAY['same'::text, 'new'::text, 'gone'::text, 'ended'::text, 'up'::text, 'down'::text, 'zero'::text, 'negative'::text, 'outlier'::text, 'unbillable'::text])));

alter table billing.bill_class add constraint bill_class_pkey PRIMARY KEY (bill_run_id, class, currency);

alter table billing.bill_class add constraint bill_class_bill_run_id_fkey FOREIGN KEY (bill_run_id) REFERENCES billing.bill_run(id) ON DELETE CASCADE;

alter table billing.bill_finding add constraint bill_finding_class_check CHECK ((class = ANY (ARRAY['new'::text, 'gone'::text, 'ended'::text, 'up'::text, 'down'::text, 'zero'::text, 'negative'::text, 'outlier'::text, 'unbillable'::text])));

alter table billing.bill_finding add constraint bill_finding_pkey PRIMARY KEY (account_id, bill_run_id);

alter table billing.bill_finding add constraint bill_finding_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.bill_finding add constraint bill_finding_bill_run_id_fkey FOREIGN KEY (bill_run_id) REFERENCES billing.bill_run(id) ON DELETE CASCADE;

alter table billing.bill_run add constraint bill_run_kind_check CHECK ((kind = ANY (ARRAY['run'::text, 'dry'::text])));

alter table billing.bill_run add constraint bill_run_pkey PRIMARY KEY (id);

alter table billing.bill_run add constraint bill_run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])));

alter table billing.bill_run add constraint bill_run_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table billing.charge add constraint charge_check CHECK (((plan_id IS NULL) = (plan_version IS NULL)));

alter table billing.charge add constraint charge_check1 CHECK (((cancelled_by IS NULL) = (cancelled_at IS NULL)));

alter table billing.charge add constraint charge_check2 CHECK ((((invoice_id IS NULL) = (line_no IS NULL)) AND ((invoice_id IS NULL) = (invoice_account_id IS NULL))));

alter table billing.charge add constraint charge_check3 CHECK (((invoice_id IS NULL) OR (cancelled_at IS NULL)));

alter table billing.charge add constraint charge_pkey PRIMARY KEY (account_id, id);

alter table billing.charge add constraint charge_quantity_check CHECK (((quantity >= 1) AND (quantity <= 1000000)));

alter table billing.charge add constraint charge_unit_price_minor_check CHECK ((unit_price_minor > 0));

alter table billing.charge add constraint charge_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.charge add constraint charge_account_id_quote_id_fkey FOREIGN KEY (account_id, quote_id) REFERENCES crm.quote(account_id, id);

alter table billing.charge add constraint charge_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table billing.charge add constraint charge_invoice_account_id_invoice_id_line_no_fkey FOREIGN KEY (invoice_account_id, invoice_id, line_no) REFERENCES billing.invoice_line(account_id, invoice_id, line_no);

alter table billing.charge add constraint charge_plan_id_plan_version_fkey FOREIGN KEY (plan_id, plan_version) REFERENCES tariffs.plan_version(plan_id, version);

alter table billing.chart add constraint chart_datev_client_check CHECK (((datev_client >= 1) AND (datev_client <= 99999)));

alter table billing.chart add constraint chart_datev_consultant_check CHECK (((datev_consultant >= 1001) AND (datev_consultant <= 9999999)));

alter table billing.chart add constraint chart_fiscal_month_check CHECK (((fiscal_month >= 1) AND (fiscal_month <= 12)));

alter table billing.chart add constraint chart_pkey PRIMARY KEY (legal_entity_id);

alter table billing.chart add constraint chart_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table billing.chart_account add constraint chart_account_pkey PRIMARY KEY (legal_entity_id, ledger_account);

alter table billing.chart_account add constraint chart_account_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table billing.closing add constraint closing_check CHECK ((((reopened_at IS NULL) = (reopened_by IS NULL)) AND ((reopened_at IS NULL) = (reopened_reason IS NULL))));

alter table billing.closing add constraint closing_pkey PRIMARY KEY (id);

alter table billing.closing add constraint closing_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table billing.credit_allocation add constraint credit_allocation_amount_minor_check CHECK ((amount_minor <> 0));

alter table billing.credit_allocation add constraint credit_allocation_pkey PRIMARY KEY (account_id, id);

alter table billing.credit_allocation add constraint credit_allocation_account_id_credit_note_id_fkey FOREIGN KEY (account_id, credit_note_id) REFERENCES billing.credit_note(account_id, id);

alter table billing.credit_allocation add constraint credit_allocation_account_id_invoice_id_fkey FOREIGN KEY (account_id, invoice_id) REFERENCES billing.invoice(account_id, id);

alter table billing.credit_note add constraint credit_note_check CHECK ((gross_minor = (net_minor + tax_minor)));

alter table billing.credit_note add constraint credit_note_check1 CHECK (((open_minor >= 0) AND (open_minor <= gross_minor)));

alter table billing.credit_note add constraint credit_note_gross_minor_check CHECK ((gross_minor > 0));

alter table billing.credit_note add constraint credit_note_pkey PRIMARY KEY (account_id, id);

alter table billing.credit_note add constraint credit_note_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.credit_note add constraint credit_note_account_id_voids_invoice_id_fkey FOREIGN KEY (account_id, voids_invoice_id) REFERENCES billing.invoice(account_id, id);

alter table billing.credit_note add constraint credit_note_bill_run_id_fkey FOREIGN KEY (bill_run_id) REFERENCES billing.bill_run(id);

alter table billing.credit_note add constraint credit_note_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table billing.discount add constraint discount_amount_minor_check CHECK ((amount_minor > 0));

alter table billing.discount add constraint discount_base_check CHECK ((base = ANY (ARRAY['recurring'::text, 'one-time'::text, 'usage'::text, 'all'::text])));

alter table billing.discount add constraint discount_bills_check CHECK ((bills > 0));

alter table billing.discount add constraint discount_check CHECK (((percent IS NULL) <> (amount_minor IS NULL)));

alter table billing.discount add constraint discount_check1 CHECK ((to_on > from_on));

alter table billing.discount add constraint discount_check2 CHECK (((ended_on IS NULL) = (ended_known_on IS NULL)));

alter table billing.discount add constraint discount_check3 CHECK (((subscription_id IS NULL) OR (bills IS NULL)));

alter table billing.discount add constraint discount_percent_check CHECK (((percent > (0)::numeric) AND (percent <= (100)::numeric)));

alter table billing.discount add constraint discount_pkey PRIMARY KEY (account_id, id);

alter table billing.discount add constraint discount_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.discount add constraint discount_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table billing.discount add constraint discount_coupon_id_fkey FOREIGN KEY (coupon_id) REFERENCES tariffs.coupon(id);

alter table billing.dunning add constraint dunning_pkey PRIMARY KEY (account_id);

alter table billing.dunning add constraint dunning_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.dunning add constraint dunning_policy_code_fkey FOREIGN KEY (policy_code) REFERENCES billing.dunning_policy(code);

alter table billing.dunning_policy add constraint dunning_policy_pkey PRIMARY KEY (code);

alter table billing.dunning_step add constraint dunning_step_kind_check CHECK ((kind = ANY (ARRAY['reminder'::text, 'suspend'::text])));

alter table billing.dunning_step add constraint dunning_step_pkey PRIMARY KEY (account_id, id);

alter table billing.dunning_step add constraint dunning_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.hold add constraint hold_check CHECK (((released_at IS NULL) = (released_by IS NULL)));

alter table billing.hold add constraint hold_class_check CHECK ((class = ANY (ARRAY['new'::text, 'up'::text, 'down'::text, 'zero'::text, 'negative'::text, 'outlier'::text])));

alter table billing.hold add constraint hold_pkey PRIMARY KEY (account_id, id);

alter table billing.hold add constraint hold_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.hold add constraint hold_bill_run_id_fkey FOREIGN KEY (bill_run_id) REFERENCES billing.bill_run(id) ON DELETE SET NULL;

alter table billing.hold_policy add constraint hold_policy_change_percent_check CHECK (((change_percent >= 1) AND (change_percent <= 1000)));

alter table billing.hold_policy add constraint hold_policy_classes_check CHECK ((classes <@ ARRAY['new'::text, 'up'::text, 'down'::text, 'zero'::text, 'negative'::text, 'outlier'::text]));

alter table billing.hold_policy add constraint hold_policy_minimum_minor_check CHECK ((minimum_minor >= 0));

alter table billing.hold_policy add constraint hold_policy_outlier_minor_check CHECK ((outlier_minor > 0));

alter table billing.hold_policy add constraint hold_policy_outlier_times_check CHECK (((outlier_times >= 2) AND (outlier_times <= 1000)));

alter table billing.hold_policy add constraint hold_policy_pkey PRIMARY KEY (legal_entity_id);

alter table billing.hold_policy add constraint hold_policy_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table billing.invoice add constraint invoice_check CHECK ((gross_minor = (net_minor + tax_minor)));

alter table billing.invoice add constraint invoice_check1 CHECK (((open_minor >= LEAST((0)::bigint, gross_minor)) AND (open_minor <= GREATEST((0)::bigint, gross_minor))));

alter table billing.invoice add constraint invoice_pkey PRIMARY KEY (account_id, id);

alter table billing.invoice_line add constraint invoice_line_check CHECK ((gross_minor = (net_minor + tax_minor)));

alter table billing.invoice_line add constraint invoice_line_check1 CHECK ((period_to > period_from));

alter table billing.invoice_line add constraint invoice_line_kind_check CHECK ((kind = ANY (ARRAY['recurring'::text, 'hold_fee'::text, 'usage'::text, 'one_time'::text, 'late_fee'::text])));

alter table billing.invoice_line add constraint invoice_line_line_no_check CHECK ((line_no > 0));

alter table billing.invoice_line add constraint invoice_line_pkey PRIMARY KEY (account_id, invoice_id, line_no);

alter table billing.invoice_part add constraint invoice_part_check CHECK ((last_line >= first_line));

alter table billing.invoice_part add constraint invoice_part_check1 CHECK ((gross_minor = (net_minor + tax_minor)));

alter table billing.invoice_part add constraint invoice_part_first_line_check CHECK ((first_line > 0));

alter table billing.invoice_part add constraint invoice_part_pkey PRIMARY KEY (account_id, invoice_id, first_line);

alter table billing.invoice_part add constraint invoice_part_account_id_invoice_id_fkey FOREIGN KEY (account_id, invoice_id) REFERENCES billing.invoice(account_id, id);

alter table billing.late_usage add constraint late_usage_octets_check CHECK ((octets >= 0));

alter table billing.late_usage add constraint late_usage_pkey PRIMARY KEY (account_id, subscription_id, quarter_at, session_id);

alter table billing.late_usage add constraint late_usage_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table billing.legal_entity add constraint legal_entity_code_key UNIQUE (code);

alter table billing.legal_entity add constraint legal_entity_country_check CHECK ((country ~ '^[A-Z]{2}$'::text));

alter table billing.legal_entity add constraint legal_entity_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));

alter table billing.legal_entity add constraint legal_entity_payment_days_check CHECK (((payment_days >= 0) AND (payment_days <= 365)));

alter table billing.legal_entity add constraint legal_entity_pkey PRIMARY KEY (id);

alter table billing.line_credit add constraint line_credit_check CHECK ((gross_minor = (net_minor + tax_minor)));

alter table billing.line_credit add constraint line_credit_check1 CHECK (((kind <> 'by-hand'::text) = ((period_from IS NOT NULL) AND (period_to IS NOT NULL))));

alter table billing.line_credit add constraint line_credit_check2 CHECK (((credit_note_id IS NULL) = (line_no IS NULL)));

alter table billing.line_credit add constraint line_credit_check3 CHECK (((credit_note_id IS NULL) = (gross_minor = 0)));

alter table billing.line_credit add constraint line_credit_credit_no_check CHECK ((credit_no > 0));

alter table billing.line_credit add constraint line_credit_kind_check CHECK ((kind = ANY (ARRAY['unused'::text, 'by-hand'::text, 'recount'::text])));

alter table billing.line_credit add constraint line_credit_line_no_check CHECK ((line_no > 0));

alter table billing.line_credit add constraint line_credit_net_minor_check CHECK ((net_minor >= 0));

alter table billing.line_credit add constraint line_credit_pkey PRIMARY KEY (account_id, invoice_id, invoice_line_no, credit_no);

alter table billing.line_credit add constraint line_credit_tax_minor_check CHECK ((tax_minor >= 0));

alter table billing.line_credit add constraint line_credit_account_id_credit_note_id_fkey FOREIGN KEY (account_id, credit_note_id) REFERENCES billing.credit_note(account_id, id) DEFERRABLE INITIALLY DEFERRED;

alter table billing.line_credit add constraint line_credit_account_id_invoice_id_invoice_line_no_fkey FOREIGN KEY (account_id, invoice_id, invoice_line_no) REFERENCES billing.invoice_line(account_id, invoice_id, line_no);

alter table billing.line_credit_tax add constraint line_credit_tax_pkey PRIMARY KEY (account_id, invoice_id, invoice_line_no, credit_no, tax_code);

alter table billing.line_credit_tax add constraint line_credit_tax_tax_minor_check CHECK ((tax_minor >= 0));

alter table billing.line_credit_tax add constraint line_credit_tax_account_id_invoice_id_invoice_line_no_cred_fkey FOREIGN KEY (account_id, invoice_id, invoice_line_no, credit_no) REFERENCES billing.line_credit(account_id, invoice_id, invoice_line_no, credit_no);

alter table billing.line_credit_tax add constraint line_credit_tax_account_id_invoice_id_invoice_line_no_tax__fkey FOREIGN KEY (account_id, invoice_id, invoice_line_no, tax_code) REFERENCES billing.line_tax(account_id, invoice_id, line_no, tax_code);

alter table billing.line_discount add constraint line_discount_amount_minor_check CHECK ((amount_minor > 0));

alter table billing.line_discount add constraint line_discount_discount_no_check CHECK ((discount_no > 0));

alter table billing.line_discount add constraint line_discount_pkey PRIMARY KEY (account_id, invoice_id, line_no, discount_no);

alter table billing.line_discount add constraint line_discount_account_id_invoice_id_line_no_fkey FOREIGN KEY (account_id, invoice_id, line_no) REFERENCES billing.invoice_line(account_id, invoice_id, line_no);

alter table billing.line_discount add constraint line_discount_discount_id_fkey FOREIGN KEY (discount_id) REFERENCES billing.discount(id);

alter table billing.line_tax add constraint line_tax_account_id_invoice_id_line_no_tax_code_key UNIQUE (account_id, invoice_id, line_no, tax_code);

alter table billing.line_tax add constraint line_tax_pkey PRIMARY KEY (account_id, invoice_id, line_no, tax_no);

alter table billing.line_tax add constraint line_tax_tax_no_check CHECK ((tax_no > 0));

alter table billing.line_tax add constraint line_tax_account_id_invoice_id_line_no_fkey FOREIGN KEY (account_id, invoice_id, line_no) REFERENCES billing.invoice_line(account_id, invoice_id, line_no);

alter table billing.lines_arrived add constraint check_arrived TRIGGER DEFERRABLE INITIALLY DEFERRED;

alter table billing.lines_arrived add constraint lines_arrived_pkey PRIMARY KEY (id);

alter table billing.number_counter add constraint number_counter_last_value_check CHECK ((last_value > 0));

alter table billing.number_counter add constraint number_counter_pkey PRIMARY KEY (legal_entity_id, kind, scope);

alter table billing.number_counter add constraint number_counter_legal_entity_id_kind_fkey FOREIGN KEY (legal_entity_id, kind) REFERENCES billing.number_series(legal_entity_id, kind);

alter table billing.number_series add constraint number_series_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit-note'::text, 'quote'::text])));

alter table billing.number_series add constraint number_series_pkey PRIMARY KEY (legal_entity_id, kind);

alter table billing.number_series add constraint number_series_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table billing.posting add constraint posting_amount_minor_check CHECK ((amount_minor <> 0));

alter table billing.posting add constraint posting_document_kind_check CHECK ((document_kind = ANY (ARRAY['invoice'::text, 'credit-note'::text, 'payment'::text, 'allocation'::text, 'reversal'::text, 'closing'::text, 'refund'::text, 'write-off'::text])));

alter table billing.posting add constraint posting_pkey PRIMARY KEY (account_id, transaction_id, line_no);

alter table billing.tax add constraint tax_check CHECK (((kind = 'tax'::text) = (percent IS NOT NULL)));

alter table billing.tax add constraint tax_check1 CHECK (((kind = 'group'::text) = (taxes IS NOT NULL)));

alter table billing.tax add constraint tax_check2 CHECK (((kind = 'group'::text) = (rules IS NOT NULL)));

alter table billing.tax add constraint tax_check3 CHECK (((kind = 'tax'::text) OR (NOT compound)));

alter table billing.tax add constraint tax_kind_check CHECK ((kind = ANY (ARRAY['tax'::text, 'group'::text])));

alter table billing.tax add constraint tax_percent_check CHECK (((percent >= (0)::numeric) AND (percent <= (1000)::numeric)));

alter table billing.tax add constraint tax_pkey PRIMARY KEY (code);

alter table billing.tax_exemption add constraint tax_exemption_check CHECK ((to_on >= from_on));

alter table billing.tax_exemption add constraint tax_exemption_check1 CHECK (((kind <> 'certificate'::text) OR (certificate IS NOT NULL)));

alter table billing.tax_exemption add constraint tax_exemption_check2 CHECK (((kind <> 'other'::text) OR (reason IS NOT NULL)));

alter table billing.tax_exemption add constraint tax_exemption_kind_check CHECK ((kind = ANY (ARRAY['certificate'::text, 'reverse-charge'::text, 'other'::text])));

alter table billing.tax_exemption add constraint tax_exemption_pkey PRIMARY KEY (account_id, id);

alter table billing.tax_exemption add constraint tax_exemption_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table billing.tax_exemption add constraint tax_exemption_tax_code_fkey FOREIGN KEY (tax_code) REFERENCES billing.tax(code);

alter table billing.tax_rate add constraint tax_rate_percent_check CHECK (((percent >= (0)::numeric) AND (percent <= (1000)::numeric)));

alter table billing.tax_rate add constraint tax_rate_pkey PRIMARY KEY (tax_code, effective_from);

alter table billing.tax_rate add constraint tax_rate_tax_code_fkey FOREIGN KEY (tax_code) REFERENCES billing.tax(code);

alter table billing.usage_recount add constraint usage_recount_check CHECK ((period_to > period_from));

alter table billing.usage_recount add constraint usage_recount_octets_check CHECK ((octets >= 0));

alter table billing.usage_recount add constraint usage_recount_pkey PRIMARY KEY (account_id, subscription_id, period_from);

alter table billing.usage_recount add constraint usage_recount_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table billing.write_off add constraint write_off_amount_minor_check CHECK ((amount_minor <> 0));

alter table billing.write_off add constraint write_off_pkey PRIMARY KEY (account_id, id);

alter table billing.write_off add constraint write_off_account_id_invoice_id_fkey FOREIGN KEY (account_id, invoice_id) REFERENCES billing.invoice(account_id, id);

alter table crm.account add constraint account_country_check CHECK ((country ~ '^[A-Z]{2}$'::text));

alter table crm.account add constraint account_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));

alter table crm.account add constraint account_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'company'::text])));

alter table crm.account add constraint account_number_key UNIQUE (number);

alter table crm.account add constraint account_pays_for_others CHECK ((payer_id <> id));

alter table crm.account add constraint account_pkey PRIMARY KEY (id);

alter table crm.account add constraint account_state_check CHECK ((state = ANY (ARRAY['active'::text, 'closed'::text])));

alter table crm.account add constraint account_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table crm.account add constraint account_payer_id_fkey FOREIGN KEY (payer_id) REFERENCES crm.account(id);

alter table crm.note add constraint note_pkey PRIMARY KEY (account_id, id);

alter table crm.note add constraint note_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table crm.quote add constraint quote_anchor_day_check CHECK (((anchor_day >= 1) AND (anchor_day <= 31)));

alter table crm.quote add constraint quote_check CHECK (((state = 'draft'::text) = (number IS NULL)));

alter table crm.quote add constraint quote_check1 CHECK ((((number IS NULL) = (offer IS NULL)) AND ((number IS NULL) = (first_minor IS NULL))));

alter table crm.quote add constraint quote_check2 CHECK ((((number IS NULL) = (sent_at IS NULL)) AND ((sent_by IS NULL) = (sent_at IS NULL))));

alter table crm.quote add constraint quote_check3 CHECK ((((state = ANY (ARRAY['draft'::text, 'sent'::text])) = (closed_at IS NULL)) AND ((closed_by IS NULL) = (closed_at IS NULL))));

alter table crm.quote add constraint quote_legal_entity_id_number_key UNIQUE (legal_entity_id, number);

alter table crm.quote add constraint quote_pkey PRIMARY KEY (account_id, id);

alter table crm.quote add constraint quote_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'sent'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'withdrawn'::text])));

alter table crm.quote add constraint quote_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table crm.quote add constraint quote_account_id_replaces_id_fkey FOREIGN KEY (account_id, replaces_id) REFERENCES crm.quote(account_id, id);

alter table crm.quote add constraint quote_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES billing.legal_entity(id);

alter table identity.client add constraint client_client_id_key UNIQUE (client_id);

alter table identity.client add constraint client_pkey PRIMARY KEY (id);

alter table identity.client add constraint client_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table identity.client add constraint client_role_fkey FOREIGN KEY (role) REFERENCES identity.role(code);

alter table identity.oidc add constraint oidc_pkey PRIMARY KEY (kind, id);

alter table identity.reseller_user add constraint reseller_user_pkey PRIMARY KEY (id);

alter table identity.reseller_user add constraint reseller_user_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])));

alter table identity.role add constraint role_audience_check CHECK ((audience = ANY (ARRAY['staff'::text, 'subscriber'::text, 'reseller'::text])));

alter table identity.role add constraint role_device_level_check CHECK ((device_level = ANY (ARRAY['none'::text, 'read'::text, 'operate'::text, 'full'::text])));

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

alter table metering.meter add constraint meter_aggregation_check CHECK ((aggregation = ANY (ARRAY['sum'::text, 'count'::text, 'max'::text, 'p95'::text])));

alter table metering.meter add constraint meter_code_check CHECK ((code <> 'plan'::text));

alter table metering.meter add constraint meter_code_key UNIQUE (code);

alter table metering.meter add constraint meter_pkey PRIMARY KEY (id);

alter table metering.meter add constraint meter_state_check CHECK ((state = ANY (ARRAY['active'::text, 'retired'::text])));

alter table metering.meter add constraint meter_unit_size_check CHECK ((unit_size > 0));

alter table metering.number add constraint number_pkey PRIMARY KEY (number);

alter table metering.number add constraint number_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table metering.usage_record add constraint usage_record_pkey PRIMARY KEY (account_id, subscription_id, meter_id, counted_on, id);

alter table metering.usage_record add constraint usage_record_quantity_check CHECK ((quantity >= 0));

alter table metering.usage_record add constraint usage_record_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table metering.usage_record add constraint usage_record_meter_id_fkey FOREIGN KEY (meter_id) REFERENCES metering.meter(id);

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

alter table payments.refund add constraint refund_amount_minor_check CHECK ((amount_minor > 0));

alter table payments.refund add constraint refund_check CHECK (((credit_note_id IS NULL) <> (payment_id IS NULL)));

alter table payments.refund add constraint refund_check1 CHECK (((reversed_at IS NULL) = (reversed_reason IS NULL)));

alter table payments.refund add constraint refund_method_check CHECK ((method = ANY (ARRAY['cash'::text, 'transfer'::text, 'card'::text, 'cheque'::text, 'other'::text])));

alter table payments.refund add constraint refund_pkey PRIMARY KEY (account_id, id);

alter table payments.refund add constraint refund_account_id_credit_note_id_fkey FOREIGN KEY (account_id, credit_note_id) REFERENCES billing.credit_note(account_id, id);

alter table payments.refund add constraint refund_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table payments.refund add constraint refund_account_id_payment_id_fkey FOREIGN KEY (account_id, payment_id) REFERENCES payments.payment(account_id, id);

alter table subscriptions.contract add constraint contract_pkey PRIMARY KEY (account_id, subscription_id, from_on);

alter table subscriptions.contract add constraint contract_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table subscriptions.contract add constraint contract_plan_id_plan_version_fkey FOREIGN KEY (plan_id, plan_version) REFERENCES tariffs.plan_version(plan_id, version);

alter table subscriptions.draft add constraint draft_account_id_quote_id_line_no_key UNIQUE (account_id, quote_id, line_no);

alter table subscriptions.draft add constraint draft_line_no_check CHECK ((line_no > 0));

alter table subscriptions.draft add constraint draft_pkey PRIMARY KEY (account_id, id);

alter table subscriptions.draft add constraint draft_price_override_minor_check CHECK ((price_override_minor >= 0));

alter table subscriptions.draft add constraint draft_quantity_check CHECK (((quantity >= 1) AND (quantity <= 1000000)));

alter table subscriptions.draft add constraint draft_account_id_quote_id_fkey FOREIGN KEY (account_id, quote_id) REFERENCES crm.quote(account_id, id);

alter table subscriptions.draft add constraint draft_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES tariffs.plan(id);

alter table subscriptions.draft add constraint draft_plan_id_plan_version_fkey FOREIGN KEY (plan_id, plan_version) REFERENCES tariffs.plan_version(plan_id, version);

alter table subscriptions.pack_rule add constraint pack_rule_at_most_check CHECK (((at_most >= 1) AND (at_most <= 100)));

alter table subscriptions.pack_rule add constraint pack_rule_at_percent_check CHECK (((at_percent >= 1) AND (at_percent <= 100)));

alter table subscriptions.pack_rule add constraint pack_rule_pkey PRIMARY KEY (account_id, subscription_id);

alter table subscriptions.pack_rule add constraint pack_rule_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table subscriptions.pack_rule add constraint pack_rule_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES tariffs.pack(id);

alter table subscriptions.pack_sale add constraint pack_sale_account_id_charge_id_key UNIQUE (account_id, charge_id);

alter table subscriptions.pack_sale add constraint pack_sale_check CHECK (((taken_back_by IS NULL) = (taken_back_at IS NULL)));

alter table subscriptions.pack_sale add constraint pack_sale_pkey PRIMARY KEY (account_id, id);

alter table subscriptions.pack_sale add constraint pack_sale_account_id_charge_id_fkey FOREIGN KEY (account_id, charge_id) REFERENCES billing.charge(account_id, id);

alter table subscriptions.pack_sale add constraint pack_sale_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table subscriptions.pack_sale add constraint pack_sale_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES tariffs.pack(id);

alter table subscriptions.price_change add constraint price_change_check CHECK ((up_to_version < plan_version));

alter table subscriptions.price_change add constraint price_change_check1 CHECK (((taken_back_by IS NULL) = (taken_back_at IS NULL)));

alter table subscriptions.price_change add constraint price_change_own_prices_check CHECK ((own_prices = ANY (ARRAY['kept'::text, 'replaced'::text])));

alter table subscriptions.price_change add constraint price_change_pkey PRIMARY KEY (id);

alter table subscriptions.price_change add constraint price_change_plan_id_plan_version_key UNIQUE (plan_id, plan_version);

alter table subscriptions.price_change add constraint price_change_state_check CHECK ((state = ANY (ARRAY['planning'::text, 'planned'::text, 'taking-back'::text, 'taken-back'::text])));

alter table subscriptions.price_change add constraint price_change_plan_id_plan_version_fkey FOREIGN KEY (plan_id, plan_version) REFERENCES tariffs.plan_version(plan_id, version);

alter table subscriptions.rest add constraint rest_check CHECK ((to_on >= from_on));

alter table subscriptions.rest add constraint rest_hold_fee_minor_check CHECK ((hold_fee_minor >= 0));

alter table subscriptions.rest add constraint rest_pkey PRIMARY KEY (account_id, subscription_id, reason, from_on);

alter table subscriptions.rest add constraint rest_reason_check CHECK ((reason = ANY (ARRAY['suspension'::text, 'pause'::text])));

alter table subscriptions.rest add constraint rest_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table subscriptions.segment add constraint segment_anchor_day_check CHECK (((anchor_day >= 1) AND (anchor_day <= 31)));

alter table subscriptions.segment add constraint segment_before_minor_check CHECK ((before_minor >= 0));

alter table subscriptions.segment add constraint segment_from_second_check CHECK (((from_second >= 0) AND (from_second <= 86399)));

alter table subscriptions.segment add constraint segment_part CHECK ((((bundle_plan_id IS NULL) = (bundle_version IS NULL)) AND ((bundle_plan_id IS NULL) = (before_minor IS NULL))));

alter table subscriptions.segment add constraint segment_pkey PRIMARY KEY (account_id, subscription_id, from_on, from_second);

alter table subscriptions.segment add constraint segment_quantity_check CHECK (((quantity >= 1) AND (quantity <= 1000000)));

alter table subscriptions.segment add constraint segment_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table subscriptions.segment add constraint segment_bundle_plan_id_bundle_version_fkey FOREIGN KEY (bundle_plan_id, bundle_version) REFERENCES tariffs.plan_version(plan_id, version);

alter table subscriptions.segment add constraint segment_plan_id_plan_version_fkey FOREIGN KEY (plan_id, plan_version) REFERENCES tariffs.plan_version(plan_id, version);

alter table subscriptions.segment add constraint segment_price_change_id_fkey FOREIGN KEY (price_change_id) REFERENCES subscriptions.price_change(id);

alter table subscriptions.subscription add constraint subscription_anchor_day_check CHECK (((anchor_day >= 1) AND (anchor_day <= 31)));

alter table subscriptions.subscription add constraint subscription_check CHECK (
CASE
    WHEN (suspended_for = '{}'::text[]) THEN (state <> ALL (ARRAY['paused'::text, 'suspended'::text]))
    WHEN (suspended_for = '{pause}'::text[]) THEN (state = 'paused'::text)
    ELSE (state = 'suspended'::text)
END);

alter table subscriptions.subscription add constraint subscription_check1 CHECK (((state = 'pending'::text) OR ((started_on IS NOT NULL) AND (anchor_on IS NOT NULL) AND (anchor_day IS NOT NULL))));

alter table subscriptions.subscription add constraint subscription_check2 CHECK (((state <> 'ended'::text) OR (ended_on IS NOT NULL)));

alter table subscriptions.subscription add constraint subscription_check3 CHECK ((parent_id <> id));

alter table subscriptions.subscription add constraint subscription_delegated_ipv6_prefix_check CHECK ((family((delegated_ipv6_prefix)::inet) = 6));

alter table subscriptions.subscription add constraint subscription_end_fee CHECK (((ended_on IS NOT NULL) OR ((end_fee_minor IS NULL) AND (end_fee_waived IS NULL))));

alter table subscriptions.subscription add constraint subscription_end_fee_minor_check CHECK ((end_fee_minor > 0));

alter table subscriptions.subscription add constraint subscription_framed_ip_check CHECK (((family(framed_ip) = 4) AND (masklen(framed_ip) = 32)));

alter table subscriptions.subscription add constraint subscription_framed_ipv6_prefix_check CHECK ((family((framed_ipv6_prefix)::inet) = 6));

alter table subscriptions.subscription add constraint subscription_pkey PRIMARY KEY (account_id, id);

alter table subscriptions.subscription add constraint subscription_price_override_minor_check CHECK ((price_override_minor >= 0));

alter table subscriptions.subscription add constraint subscription_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'paused'::text, 'suspended'::text, 'ended'::text])));

alter table subscriptions.subscription add constraint subscription_suspended_for_check CHECK ((suspended_for <@ ARRAY['unpaid'::text, 'manual'::text, 'pause'::text]));

alter table subscriptions.subscription add constraint subscription_transferred_at CHECK (((transferred_at IS NULL) OR (transferred_from IS NOT NULL)));

alter table subscriptions.subscription add constraint subscription_transferred_to CHECK (((transferred_to IS NULL) OR (ended_on IS NOT NULL)));

alter table subscriptions.subscription add constraint subscription_account_id_fkey FOREIGN KEY (account_id) REFERENCES crm.account(id);

alter table subscriptions.subscription add constraint subscription_account_id_parent_id_fkey FOREIGN KEY (account_id, parent_id) REFERENCES subscriptions.subscription(account_id, id);

alter table subscriptions.subscription add constraint subscription_account_id_quote_id_fkey FOREIGN KEY (account_id, quote_id) REFERENCES crm.quote(account_id, id);

alter table subscriptions.subscription add constraint subscription_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES tariffs.plan(id);

alter table subscriptions.top_up add constraint top_up_amount_check CHECK ((amount > 0));

alter table subscriptions.top_up add constraint top_up_check CHECK (((ends_at > granted_at) AND (ends_at = date_bin('00:15:00'::interval, ends_at, '1970-01-01 00:00:00+00'::timestamp with time zone))));

alter table subscriptions.top_up add constraint top_up_pkey PRIMARY KEY (account_id, id);

alter table subscriptions.top_up add constraint top_up_what_check CHECK ((what = ANY (ARRAY['time'::text, 'data'::text])));

alter table subscriptions.top_up add constraint top_up_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table subscriptions.transfer add constraint transfer_check CHECK ((account_id <> to_account_id));

alter table subscriptions.transfer add constraint transfer_check1 CHECK (((taken_back_by IS NULL) = (taken_back_at IS NULL)));

alter table subscriptions.transfer add constraint transfer_check2 CHECK (((done_at IS NULL) OR (taken_back_at IS NULL)));

alter table subscriptions.transfer add constraint transfer_contract_check CHECK ((contract = ANY (ARRAY['kept'::text, 'ended'::text])));

alter table subscriptions.transfer add constraint transfer_own_price_check CHECK ((own_price = ANY (ARRAY['kept'::text, 'dropped'::text])));

alter table subscriptions.transfer add constraint transfer_pkey PRIMARY KEY (account_id, id);

alter table subscriptions.transfer add constraint transfer_account_id_subscription_id_fkey FOREIGN KEY (account_id, subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table subscriptions.transfer add constraint transfer_to_account_id_fkey FOREIGN KEY (to_account_id) REFERENCES crm.account(id);

alter table subscriptions.transfer add constraint transfer_to_account_id_to_subscription_id_fkey FOREIGN KEY (to_account_id, to_subscription_id) REFERENCES subscriptions.subscription(account_id, id);

alter table tariffs.area add constraint area_code_key UNIQUE (code);

alter table tariffs.area add constraint area_pkey PRIMARY KEY (id);

alter table tariffs.area add constraint area_rules_check CHECK (((jsonb_typeof(rules) = 'array'::text) AND (rules <> '[]'::jsonb)));

alter table tariffs.coupon add constraint coupon_amount_minor_check CHECK ((amount_minor > 0));

alter table tariffs.coupon add constraint coupon_base_check CHECK ((base = ANY (ARRAY['recurring'::text, 'one-time'::text, 'usage'::text, 'all'::text])));

alter table tariffs.coupon add constraint coupon_check CHECK (((percent IS NULL) <> (amount_minor IS NULL)));

alter table tariffs.coupon add constraint coupon_check1 CHECK (((amount_minor IS NULL) = (currency IS NULL)));

alter table tariffs.coupon add constraint coupon_check2 CHECK ((redeem_to >= redeem_from));

alter table tariffs.coupon add constraint coupon_check3 CHECK ((redeemed <= most));

alter table tariffs.coupon add constraint coupon_code_key UNIQUE (code);

alter table tariffs.coupon add constraint coupon_most_check CHECK ((most > 0));

alter table tariffs.coupon add constraint coupon_percent_check CHECK (((percent > (0)::numeric) AND (percent <= (100)::numeric)));

alter table tariffs.coupon add constraint coupon_pkey PRIMARY KEY (id);

alter table tariffs.coupon add constraint coupon_plan_ids_check CHECK ((plan_ids <> '{}'::uuid[]));

alter table tariffs.coupon add constraint coupon_state_check CHECK ((state = ANY (ARRAY['active'::text, 'withdrawn'::text])));

alter table tariffs.coupon add constraint coupon_target_check CHECK ((target = ANY (ARRAY['subscription'::text, 'account'::text])));

alter table tariffs.coupon add constraint coupon_times_check CHECK ((times > 0));

alter table tariffs.pack add constraint pack_amount_check CHECK ((amount > 0));

alter table tariffs.pack add constraint pack_code_key UNIQUE (code);

alter table tariffs.pack add constraint pack_lasts_days_check CHECK (((lasts_days >= 1) AND (lasts_days <= 59)));

alter table tariffs.pack add constraint pack_pkey PRIMARY KEY (id);

alter table tariffs.pack add constraint pack_plan_ids_check CHECK ((plan_ids <> '{}'::uuid[]));

alter table tariffs.pack add constraint pack_price_minor_check CHECK ((price_minor > 0));

alter table tariffs.pack add constraint pack_state_check CHECK ((state = ANY (ARRAY['active'::text, 'withdrawn'::text])));

alter table tariffs.pack add constraint pack_what_check CHECK ((what = ANY (ARRAY['time'::text, 'data'::text])));

alter table tariffs.plan add constraint plan_area_ids_check CHECK ((area_ids <> '{}'::uuid[]));

alter table tariffs.plan add constraint plan_code_key UNIQUE (code);

alter table tariffs.plan add constraint plan_kind_check CHECK ((kind = ANY (ARRAY['internet'::text, 'voice'::text, 'tv'::text, 'recurring'::text, 'add-on'::text, 'one-time'::text, 'bundle'::text])));

alter table tariffs.plan add constraint plan_parent_plan_ids_check CHECK ((parent_plan_ids <> '{}'::uuid[]));

alter table tariffs.plan add constraint plan_parents_check CHECK (((parent_plan_ids IS NULL) OR (kind = 'add-on'::text)));

alter table tariffs.plan add constraint plan_pkey PRIMARY KEY (id);

alter table tariffs.plan add constraint plan_state_check CHECK ((state = ANY (ARRAY['active'::text, 'retired'::text])));

alter table tariffs.plan_version add constraint plan_version_adjustments_check CHECK ((adjustments = ANY (ARRAY['credit-now'::text, 'credit-next-invoice'::text, 'refund'::text, 'none'::text])));

alter table tariffs.plan_version add constraint plan_version_check CHECK (((overage_model = 'flat'::text) = (overage_tiers = '[]'::jsonb)));

alter table tariffs.plan_version add constraint plan_version_check1 CHECK (((overage_unit_bytes IS NULL) OR (included_bytes IS NOT NULL)));

alter table tariffs.plan_version add constraint plan_version_check2 CHECK (((overage_unit_bytes IS NULL) = ((overage_unit_price_minor IS NULL) AND (overage_model = 'flat'::text))));

alter table tariffs.plan_version add constraint plan_version_contract CHECK ((((early_fee = ANY (ARRAY['fixed'::text, 'declining'::text])) = (early_fee_minor IS NOT NULL)) AND ((early_fee = 'remaining'::text) = (early_fee_percent IS NOT NULL)) AND ((contract_months > 0) OR ((contract_renewal = 'none'::text) AND (NOT price_guarantee) AND (early_fee = 'none'::text)))));

alter table tariffs.plan_version add constraint plan_version_contract_months_check CHECK (((contract_months >= 0) AND (contract_months <= 120)));

alter table tariffs.plan_version add constraint plan_version_contract_renewal_check CHECK ((contract_renewal = ANY (ARRAY['none'::text, 'same'::text, 'monthly'::text])));

alter table tariffs.plan_version add constraint plan_version_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));

alter table tariffs.plan_version add constraint plan_version_cycle_count_check CHECK (((cycle_count >= 1) AND (cycle_count <= 120)));

alter table tariffs.plan_version add constraint plan_version_cycle_unit_check CHECK ((cycle_unit = ANY (ARRAY['day'::text, 'week'::text, 'month'::text, 'year'::text])));

alter table tariffs.plan_version add constraint plan_version_downgrade_check CHECK ((downgrade = ANY (ARRAY['now'::text, 'period-end'::text])));

alter table tariffs.plan_version add constraint plan_version_early_fee_check CHECK ((early_fee = ANY (ARRAY['none'::text, 'fixed'::text, 'declining'::text, 'remaining'::text])));

alter table tariffs.plan_version add constraint plan_version_early_fee_minor_check CHECK ((early_fee_minor > 0));

alter table tariffs.plan_version add constraint plan_version_early_fee_percent_check CHECK (((early_fee_percent > (0)::numeric) AND (early_fee_percent <= (100)::numeric)));

alter table tariffs.plan_version add constraint plan_version_fair_use_check CHECK ((jsonb_typeof(fair_use) = 'array'::text));

alter table tariffs.plan_version add constraint plan_version_first_part_check CHECK ((first_part = ANY (ARRAY['separately'::text, 'with-next'::text])));

alter table tariffs.plan_version add constraint plan_version_hold_fee_minor_check CHECK ((hold_fee_minor >= 0));

alter table tariffs.plan_version add constraint plan_version_hours_check CHECK ((jsonb_typeof(hours) = 'array'::text));

alter table tariffs.plan_version add constraint plan_version_included_bytes_check CHECK ((included_bytes >= 0));

alter table tariffs.plan_version add constraint plan_version_limits_check CHECK ((jsonb_typeof(limits) = 'array'::text));

alter table tariffs.plan_version add constraint plan_version_overage_model_check CHECK ((overage_model = ANY (ARRAY['flat'::text, 'graduated'::text, 'volume'::text])));

alter table tariffs.plan_version add constraint plan_version_overage_partial_check CHECK ((overage_partial = ANY (ARRAY['exact'::text, 'up'::text])));

alter table tariffs.plan_version add constraint plan_version_overage_unit_bytes_check CHECK ((overage_unit_bytes > 0));

alter table tariffs.plan_version add constraint plan_version_overage_unit_price_minor_check CHECK ((overage_unit_price_minor >= (0)::numeric));

alter table tariffs.plan_version add constraint plan_version_parts CHECK ((((parts_less_percent IS NULL) OR (parts_less_minor IS NULL)) AND ((parts <> '[]'::jsonb) OR ((parts_less_percent IS NULL) AND (parts_less_minor IS NULL)))));

alter table tariffs.plan_version add constraint plan_version_parts_check CHECK ((jsonb_typeof(parts) = 'array'::text));

alter table tariffs.plan_version add constraint plan_version_parts_less_minor_check CHECK ((parts_less_minor > 0));

alter table tariffs.plan_version add constraint plan_version_parts_less_percent_check CHECK (((parts_less_percent > (0)::numeric) AND (parts_less_percent <= (100)::numeric)));

alter table tariffs.plan_version add constraint plan_version_pkey PRIMARY KEY (plan_id, version);

alter table tariffs.plan_version add constraint plan_version_plan_id_effective_from_key UNIQUE (plan_id, effective_from);

alter table tariffs.plan_version add constraint plan_version_price_minor_check CHECK ((price_minor >= 0));

alter table tariffs.plan_version add constraint plan_version_proration_check CHECK ((proration = ANY (ARRAY['day'::text, 'second'::text, '30-day'::text, 'full'::text, 'none'::text])));

alter table tariffs.plan_version add constraint plan_version_rate_down_kbps_check CHECK ((rate_down_kbps > 0));

alter table tariffs.plan_version add constraint plan_version_rate_up_kbps_check CHECK ((rate_up_kbps > 0));

alter table tariffs.plan_version add constraint plan_version_rollover_check CHECK ((jsonb_typeof(rollover) = 'object'::text));

alter table tariffs.plan_version add constraint plan_version_rounding_check CHECK ((rounding = ANY (ARRAY['half-up'::text, 'half-even'::text])));

alter table tariffs.plan_version add constraint plan_version_session_timeout_s_check CHECK (((session_timeout_s >= 60) AND (session_timeout_s <= 31536000)));

alter table tariffs.plan_version add constraint plan_version_setup_fee_minor_check CHECK ((setup_fee_minor >= 0));

alter table tariffs.plan_version add constraint plan_version_simultaneous_check CHECK (((simultaneous >= 1) AND (simultaneous <= 1000)));

alter table tariffs.plan_version add constraint plan_version_termination_check CHECK ((termination = ANY (ARRAY['exclusive'::text, 'inclusive'::text])));

alter table tariffs.plan_version add constraint plan_version_timing_check CHECK ((timing = ANY (ARRAY['advance'::text, 'arrears'::text])));

alter table tariffs.plan_version add constraint plan_version_upgrade_check CHECK ((upgrade = ANY (ARRAY['now'::text, 'period-end'::text])));

alter table tariffs.plan_version add constraint plan_version_version_check CHECK ((version > 0));

alter table tariffs.plan_version add constraint plan_version_ipv4_pool_fkey FOREIGN KEY (ipv4_pool) REFERENCES aaa.pool(code);

alter table tariffs.plan_version add constraint plan_version_ipv6_delegated_pool_fkey FOREIGN KEY (ipv6_delegated_pool) REFERENCES aaa.pool(code);

alter table tariffs.plan_version add constraint plan_version_ipv6_prefix_pool_fkey FOREIGN KEY (ipv6_prefix_pool) REFERENCES aaa.pool(code);

alter table tariffs.plan_version add constraint plan_version_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES tariffs.plan(id);

alter table tariffs.plan_version add constraint plan_version_tax_code_fkey FOREIGN KEY (tax_code) REFERENCES billing.tax(code);

-- Indexes

CREATE INDEX access_deserved ON aaa.access USING btree (account_id, subscription_id) INCLUDE (mode, rate_down_kbps, rate_up_kbps);

CREATE INDEX access_framed_ip ON aaa.access USING btree (framed_ip) WHERE (framed_ip IS NOT NULL);

CREATE INDEX access_not_allowed ON aaa.access USING btree (mode, account_id, subscription_id) WHERE (mode <> 'allow'::text);

CREATE INDEX account_closed ON crm.account USING btree (id) WHERE (state <> 'active'::text);

CREATE INDEX account_created ON crm.account USING btree (created_at, id);

CREATE INDEX account_email ON crm.account USING btree (lower(email) text_pattern_ops) WHERE (email IS NOT NULL);

CREATE INDEX account_name ON crm.account USING btree (lower(name) text_pattern_ops, id);

CREATE INDEX account_name_order ON crm.account USING btree (lower(name), id);

CREATE INDEX account_name_part ON crm.account USING gin (lower(name) public.gin_trgm_ops);

CREATE INDEX account_payer ON crm.account USING btree (payer_id, id) WHERE (payer_id IS NOT NULL);

CREATE INDEX account_phone ON crm.account USING btree (phone text_pattern_ops) WHERE (phone IS NOT NULL);

CREATE INDEX account_reseller ON crm.account USING btree (reseller_id, id) WHERE (reseller_id IS NOT NULL);

CREATE INDEX account_street ON crm.account USING btree (lower(street) text_pattern_ops) WHERE (street IS NOT NULL);

CREATE INDEX account_zone ON crm.account USING btree (zone);

CREATE INDEX address_use_session ON aaa.address_use USING btree (session_id) WHERE (session_id IS NOT NULL);

CREATE INDEX address_use_to ON aaa.address_use USING brin (to_at);

CREATE INDEX allocation_invoice ON payments.allocation USING btree (account_id, invoice_id);

CREATE INDEX allocation_payment ON payments.allocation USING btree (account_id, payment_id);

CREATE INDEX allowance_changes ON aaa.allowance USING btree (changes_at) WHERE (changes_at IS NOT NULL);

CREATE INDEX assignment_free ON aaa.assignment USING btree (pool_id, free_since, address) WHERE (free_since IS NOT NULL);

CREATE INDEX assignment_last ON aaa.assignment USING btree (account_id, subscription_id) WHERE ((free_since IS NOT NULL) AND (account_id IS NOT NULL));

CREATE INDEX assignment_least_used ON aaa.assignment USING btree (pool_id, used_at, address) WHERE (free_since IS NULL);

CREATE INDEX assignment_pool ON aaa.assignment USING btree (pool_id, address) WHERE (free_since IS NULL);

CREATE INDEX assignment_range ON aaa.assignment USING btree (range_id);

CREATE INDEX audit_account ON kernel.audit USING btree (account_id, id DESC) WHERE (account_id IS NOT NULL);

CREATE INDEX audit_at ON kernel.audit USING btree (at);

CREATE INDEX audit_row ON kernel.audit USING btree (relation, row_id, id DESC);

CREATE INDEX bill_finding_run ON billing.bill_finding USING btree (bill_run_id, class, account_id);

CREATE INDEX bill_run_started ON billing.bill_run USING btree (started_at, id);

CREATE INDEX change_xid ON aaa.change USING btree (xid, id);

CREATE INDEX charge_id ON billing.charge USING btree (id);

CREATE INDEX charge_invoice ON billing.charge USING btree (invoice_account_id, invoice_id, line_no) WHERE (invoice_id IS NOT NULL);

CREATE INDEX charge_made ON billing.charge USING btree (made_at, id);

CREATE INDEX charge_waiting ON billing.charge USING btree (account_id, due_on) WHERE ((invoice_id IS NULL) AND (cancelled_at IS NULL));

CREATE INDEX charge_waiting_made ON billing.charge USING btree (made_at, id) WHERE ((invoice_id IS NULL) AND (cancelled_at IS NULL));

CREATE INDEX client_role ON identity.client USING btree (role);

CREATE INDEX closing_listed ON billing.closing USING btree (closed_through, id);

CREATE INDEX coa_nas ON aaa.coa USING btree (nas_id, sent_at DESC, id DESC);

CREATE INDEX coa_sent ON aaa.coa USING btree (sent_at, id);

CREATE INDEX coa_session ON aaa.coa USING btree (account_id, session_id, sent_at DESC);

CREATE INDEX coa_subscription ON aaa.coa USING btree (account_id, subscription_id, requested_at DESC);

CREATE INDEX credential_mac ON aaa.credential USING btree (mac text_pattern_ops) WHERE (mac IS NOT NULL);

CREATE INDEX credential_subscription ON aaa.credential USING btree (account_id, subscription_id);

CREATE INDEX credential_username ON aaa.credential USING btree (username text_pattern_ops);

CREATE INDEX credit_allocation_invoice ON billing.credit_allocation USING btree (account_id, invoice_id);

CREATE INDEX credit_allocation_note ON billing.credit_allocation USING btree (account_id, credit_note_id);

CREATE INDEX credit_note_id ON billing.credit_note USING btree (id);

CREATE INDEX credit_note_issued ON billing.credit_note USING btree (issued_on, id);

CREATE INDEX credit_note_open ON billing.credit_note USING btree (account_id) WHERE (open_minor > 0);

CREATE INDEX credit_note_run ON billing.credit_note USING btree (bill_run_id, issued_on, id);

CREATE INDEX credit_note_to_refund ON billing.credit_note USING btree (issued_on, id) WHERE (to_refund AND (open_minor > 0));

CREATE INDEX discount_given ON billing.discount USING btree (given_at, id);

CREATE INDEX discount_of_coupon ON billing.discount USING btree (coupon_id, given_at, id) WHERE (coupon_id IS NOT NULL);

CREATE INDEX hold_held ON billing.hold USING btree (held_at, id);

CREATE INDEX hold_run ON billing.hold USING btree (bill_run_id) WHERE (bill_run_id IS NOT NULL);

CREATE INDEX home_pool_member_server ON aaa.home_pool_member USING btree (server_id);

CREATE INDEX home_record_due ON aaa.home_record USING btree (due_at, id);

CREATE INDEX home_record_pool ON aaa.home_record USING btree (pool_id, id);

CREATE INDEX home_record_session ON aaa.home_record USING btree (session, id);

CREATE INDEX idempotency_at ON kernel.idempotency USING btree (at);

CREATE INDEX invoice_due ON billing.invoice USING btree (due_on, account_id) WHERE (open_minor > 0);

CREATE INDEX invoice_id ON billing.invoice USING btree (id);

CREATE INDEX invoice_issued ON billing.invoice USING btree (issued_on, id);

CREATE INDEX invoice_line_beyond ON billing.invoice_line USING btree (period_to, to_second, period_from) WHERE (kind <> ALL (ARRAY['usage'::text, 'one_time'::text, 'late_fee'::text]));

CREATE INDEX invoice_part_for ON billing.invoice_part USING btree (for_account_id, invoice_id DESC);

CREATE INDEX invoice_run ON billing.invoice USING btree (bill_run_id, issued_on, id);

CREATE INDEX issued_day ON billing.issued USING btree (on_day);

CREATE INDEX job_done_at ON kernel.job_done USING btree (at);

CREATE INDEX line_discount_discount ON billing.line_discount USING btree (discount_id);

CREATE INDEX login_account ON aaa.login USING btree (account_id, id DESC) WHERE (account_id IS NOT NULL);

CREATE INDEX login_at ON aaa.login USING brin (at);

CREATE INDEX login_nas ON aaa.login USING btree (nas_id, id DESC);

CREATE INDEX login_refused ON aaa.login USING btree (outcome, id DESC) WHERE (outcome <> 'accept'::text);

CREATE INDEX login_username ON aaa.login USING btree (username text_pattern_ops, id DESC);

CREATE INDEX login_way ON aaa.login USING btree (id DESC) WHERE (way <> 'password'::text);

CREATE INDEX nas_tags ON aaa.nas USING gin (tags);

CREATE INDEX number_of_subscription ON metering.number USING btree (subscription_id, number);

CREATE INDEX oidc_expires ON identity.oidc USING btree (expires_at);

CREATE INDEX oidc_grant ON identity.oidc USING btree (grant_id) WHERE (grant_id IS NOT NULL);

CREATE INDEX oidc_person ON identity.oidc USING btree (person_id) WHERE (person_id IS NOT NULL);

CREATE INDEX oidc_uid ON identity.oidc USING btree (uid) WHERE (uid IS NOT NULL);

CREATE INDEX pack_sale_id ON subscriptions.pack_sale USING btree (id);

CREATE INDEX pack_sale_sold ON subscriptions.pack_sale USING btree (sold_at, id);

CREATE INDEX pack_sale_subscription ON subscriptions.pack_sale USING btree (account_id, subscription_id, sold_at, id);

CREATE INDEX payment_id ON payments.payment USING btree (id);

CREATE INDEX payment_method ON payments.payment USING btree (method, recorded_at, id);

CREATE INDEX payment_open ON payments.payment USING btree (account_id) WHERE (unallocated_minor > 0);

CREATE INDEX payment_received ON payments.payment USING btree (received_on, id);

CREATE INDEX payment_recorded ON payments.payment USING btree (recorded_at, id);

CREATE INDEX pool_range_pool ON aaa.pool_range USING btree (pool_id);

CREATE INDEX posting_journal ON billing.posting USING btree (legal_entity_id, posted_on, transaction_id) WHERE (line_no = 1);

CREATE INDEX posting_ledger_account ON billing.posting USING btree (legal_entity_id, ledger_account, posted_on, transaction_id);

CREATE INDEX posting_posted ON billing.posting USING brin (posted_on);

CREATE INDEX price_change_published ON subscriptions.price_change USING btree (published_at, id);

CREATE INDEX quote_account ON crm.quote USING btree (account_id, made_at, id);

CREATE INDEX quote_id ON crm.quote USING btree (id);

CREATE INDEX quote_made ON crm.quote USING btree (made_at, id);

CREATE INDEX quote_number ON crm.quote USING btree (number COLLATE "C");

CREATE INDEX quote_open ON crm.quote USING btree (valid_until) WHERE (state = 'sent'::text);

CREATE INDEX quote_replaces ON crm.quote USING btree (account_id, replaces_id) WHERE (replaces_id IS NOT NULL);

CREATE INDEX quote_state ON crm.quote USING btree (state, made_at, id);

CREATE INDEX quote_valid ON crm.quote USING btree (valid_until, id);

CREATE INDEX realm_pool ON aaa.realm USING btree (pool_id);

CREATE INDEX received_day ON payments.received USING btree (on_day);

CREATE INDEX refund_credit_note ON payments.refund USING btree (account_id, credit_note_id) WHERE (credit_note_id IS NOT NULL);

CREATE INDEX refund_id ON payments.refund USING btree (id);

CREATE INDEX refund_paid ON payments.refund USING btree (paid_on, id);

CREATE INDEX refund_payment ON payments.refund USING btree (account_id, payment_id) WHERE (payment_id IS NOT NULL);

CREATE INDEX refund_recorded ON payments.refund USING btree (recorded_at, id);

CREATE INDEX reseller_user_reseller ON identity.reseller_user USING btree (reseller_id, id);

CREATE INDEX rest_beginning ON subscriptions.rest USING btree (from_on) WHERE (reason = 'pause'::text);

CREATE INDEX rest_ending ON subscriptions.rest USING btree (to_on) WHERE (reason = 'pause'::text);

CREATE INDEX segment_price_change ON subscriptions.segment USING btree (price_change_id, account_id, subscription_id, from_on) WHERE (price_change_id IS NOT NULL);

CREATE INDEX session_created ON identity.session USING btree (created_at, id);

CREATE INDEX session_expires ON identity.session USING btree (expires_at);

CREATE INDEX session_history_account ON ONLY aaa.session_history USING btree (account_id, started_at, id);

CREATE INDEX session_history_nas ON ONLY aaa.session_history USING btree (nas_id, started_at, id);

CREATE INDEX session_history_nobody ON ONLY aaa.session_history USING btree (username text_pattern_ops) WHERE (account_id = '00000000-0000-0000-0000-000000000000'::uuid);

CREATE INDEX session_history_started ON ONLY aaa.session_history USING btree (started_at, id);

CREATE INDEX session_nas ON aaa.session USING btree (nas_id, started_at);

CREATE INDEX session_nobody ON aaa.session USING btree (username text_pattern_ops) WHERE (account_id = '00000000-0000-0000-0000-000000000000'::uuid);

CREATE INDEX session_person ON identity.session USING btree (person_id, id);

CREATE INDEX session_started ON aaa.session USING btree (started_at, id);

CREATE INDEX session_subscription ON aaa.session USING btree (account_id, subscription_id, started_at DESC);

CREATE INDEX staff_role ON identity.staff USING btree (role);

CREATE INDEX stranger_last ON aaa.stranger USING btree (last_at);

CREATE INDEX subscription_created ON subscriptions.subscription USING btree (created_at, id);

CREATE INDEX subscription_ending ON subscriptions.subscription USING btree (ended_on) WHERE ((state <> 'ended'::text) AND (ended_on IS NOT NULL));

CREATE INDEX subscription_id ON subscriptions.subscription USING btree (id);

CREATE INDEX subscription_plan ON subscriptions.subscription USING btree (plan_id, created_at, id) INCLUDE (account_id, state);

CREATE INDEX subscription_state ON subscriptions.subscription USING btree (state, created_at, id) INCLUDE (account_id) WHERE (state <> 'active'::text);

CREATE INDEX tax_exemption_ends ON billing.tax_exemption USING btree (to_on, id);

CREATE INDEX tax_exemption_given ON billing.tax_exemption USING btree (given_at, id);

CREATE INDEX tax_exemption_id ON billing.tax_exemption USING btree (id);

CREATE INDEX throttle_last ON identity.throttle USING btree (last_at);

CREATE INDEX top_up_subscription ON subscriptions.top_up USING btree (account_id, subscription_id, granted_at);

CREATE INDEX transfer_asked ON subscriptions.transfer USING btree (asked_at, id);

CREATE INDEX transfer_day ON subscriptions.transfer USING btree (on_day, id);

CREATE INDEX transfer_from ON subscriptions.transfer USING btree (account_id, asked_at, id);

CREATE INDEX transfer_id ON subscriptions.transfer USING btree (id);

CREATE INDEX transfer_subscription ON subscriptions.transfer USING btree (subscription_id);

CREATE INDEX transfer_to ON subscriptions.transfer USING btree (to_account_id, asked_at, id);

CREATE INDEX transfer_to_subscription ON subscriptions.transfer USING btree (to_subscription_id);

CREATE INDEX usage_late_subscription ON aaa.usage_late USING btree (account_id, subscription_id, quarter_at);

CREATE INDEX usage_record_of_meter ON metering.usage_record USING btree (meter_id, used_at, id);

CREATE INDEX usage_record_of_subscription ON metering.usage_record USING btree (subscription_id, used_at, id);

CREATE INDEX voucher_batch_created ON aaa.voucher_batch USING btree (created_at, id);

CREATE INDEX voucher_begun ON aaa.voucher USING btree (account_id, id) WHERE (first_used_at IS NOT NULL);

CREATE INDEX voucher_changes ON aaa.voucher USING btree (changes_at) WHERE (changes_at IS NOT NULL);

CREATE INDEX voucher_metered ON aaa.voucher USING btree (account_id, id) WHERE (state = 'in-use'::text);

CREATE INDEX voucher_state ON aaa.voucher USING btree (account_id, batch_id, state);

CREATE INDEX write_off_invoice ON billing.write_off USING btree (account_id, invoice_id);

CREATE INDEX write_off_on ON billing.write_off USING btree (written_off_on, id);

CREATE UNIQUE INDEX assignment_holder ON aaa.assignment USING btree (account_id, subscription_id, kind) WHERE (free_since IS NULL);

CREATE UNIQUE INDEX bill_run_running ON billing.bill_run USING btree (as_of, zone, legal_entity_id) NULLS NOT DISTINCT WHERE ((state = 'running'::text) AND (kind = 'run'::text));

CREATE UNIQUE INDEX closing_through ON billing.closing USING btree (legal_entity_id, closed_through) WHERE (reopened_at IS NULL);

CREATE UNIQUE INDEX credit_note_number ON billing.credit_note USING btree (number COLLATE "C", legal_entity_id);

CREATE UNIQUE INDEX credit_note_voids ON billing.credit_note USING btree (account_id, voids_invoice_id) WHERE (voids_invoice_id IS NOT NULL);

CREATE UNIQUE INDEX discount_coupon_once ON billing.discount USING btree (account_id, coupon_id);

CREATE UNIQUE INDEX discount_id ON billing.discount USING btree (id);

CREATE UNIQUE INDEX hold_active ON billing.hold USING btree (account_id) WHERE (released_at IS NULL);

CREATE UNIQUE INDEX invoice_line_once ON billing.invoice_line USING btree (subscription_id, kind, period_from, charge_code, from_second, revision) WHERE ((subscription_id IS NOT NULL) AND (kind = ANY (ARRAY['recurring'::text, 'hold_fee'::text, 'usage'::text, 'one_time'::text])));

CREATE UNIQUE INDEX invoice_number ON billing.invoice USING btree (number COLLATE "C", legal_entity_id);

CREATE UNIQUE INDEX line_credit_note ON billing.line_credit USING btree (account_id, credit_note_id, line_no) WHERE (credit_note_id IS NOT NULL);

CREATE UNIQUE INDEX line_credit_once ON billing.line_credit USING btree (account_id, invoice_id, invoice_line_no, period_from, from_second) WHERE (kind = 'unused'::text);

CREATE UNIQUE INDEX nas_address ON aaa.nas USING btree (address) WHERE (range_id IS NULL);

CREATE UNIQUE INDEX reseller_user_email ON identity.reseller_user USING btree (lower(email));

CREATE UNIQUE INDEX staff_email ON identity.staff USING btree (lower(email));

CREATE UNIQUE INDEX subscriber_id ON identity.subscriber USING btree (id);

CREATE UNIQUE INDEX subscriber_login ON identity.subscriber USING btree (lower(login));

CREATE UNIQUE INDEX transfer_open ON subscriptions.transfer USING btree (subscription_id) WHERE (taken_back_at IS NULL);

CREATE UNIQUE INDEX usage_record_external ON metering.usage_record USING btree (meter_id, external_id, account_id);

-- Triggers

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.access FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.access REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.access REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.access REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_delete AFTER DELETE ON aaa.allowance REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.allowance REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.allowance REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER audit AFTER INSERT ON aaa.assignment FOR EACH ROW WHEN ((new.free_since IS NULL)) EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit_delete AFTER DELETE ON aaa.assignment FOR EACH ROW WHEN ((old.free_since IS NULL)) EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit_update AFTER UPDATE ON aaa.assignment FOR EACH ROW WHEN (((old.account_id IS NOT NULL) AND (((((((old.address)::inet IS DISTINCT FROM (new.address)::inet) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.account_id IS DISTINCT FROM new.account_id)) OR (old.subscription_id IS DISTINCT FROM new.subscription_id)) OR (old.fixed IS DISTINCT FROM new.fixed)) OR (old.free_since IS DISTINCT FROM new.free_since)))) EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.assignment REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_assignment();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.assignment REFERENCING NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_assignment();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.assignment REFERENCING OLD TABLE AS was NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_assignment();

CREATE TRIGGER tally_delete AFTER DELETE ON aaa.assignment REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION aaa.tally_assigned();

CREATE TRIGGER tally_insert AFTER INSERT ON aaa.assignment REFERENCING NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION aaa.tally_assigned();

CREATE TRIGGER tally_update AFTER UPDATE ON aaa.assignment REFERENCING OLD TABLE AS was NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION aaa.tally_assigned();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.bulk_disconnect FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.certificate FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{key_sealed,authority_key_sealed}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.certificate REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_certificate();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.certificate REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_certificate();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.certificate REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_certificate();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.credential FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{password_sealed}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.credential REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.credential REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.credential REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_subscription();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.device_user FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{password_sealed}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.device_user REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_device_user();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.device_user REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_device_user();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.device_user REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_device_user();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.home_pool FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.home_pool REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.home_pool REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.home_pool REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.home_pool_member FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.home_pool_member REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_pool_member();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.home_pool_member REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_pool_member();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.home_server FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{secret_sealed,key_sealed,probe_password_sealed}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.home_server REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.home_server REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.home_server REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.nas FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{secret_sealed,next_secret_sealed}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.nas REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.nas REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.nas REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.nas_unsupported FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.pool FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER note_insert AFTER INSERT ON aaa.pool REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_pool();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.pool REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_pool();

CREATE TRIGGER audit AFTER INSERT OR DELETE ON aaa.pool_range FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit_update AFTER UPDATE ON aaa.pool_range FOR EACH ROW WHEN (((((((((((old.id IS DISTINCT FROM new.id) OR (old.pool_id IS DISTINCT FROM new.pool_id)) OR (old.kind IS DISTINCT FROM new.kind)) OR ((old.range)::inet IS DISTINCT FROM (new.range)::inet)) OR (old.length IS DISTINCT FROM new.length)) OR (old.note IS DISTINCT FROM new.note)) OR (old.first_offset IS DISTINCT FROM new.first_offset)) OR (old.end_offset IS DISTINCT FROM new.end_offset)) OR (old.state IS DISTINCT FROM new.state)) OR (old.created_at IS DISTINCT FROM new.created_at))) EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.realm FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.realm REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.realm REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.realm REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_nas();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.retention FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER UPDATE ON aaa.voucher FOR EACH ROW WHEN (((old.cancelled_at IS DISTINCT FROM new.cancelled_at) OR ((old.mac IS NOT NULL) AND (new.mac IS NULL)))) EXECUTE FUNCTION kernel.audit_row('{code_sealed,pin_sealed}');

CREATE TRIGGER note_delete AFTER DELETE ON aaa.voucher REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_voucher();

CREATE TRIGGER note_insert AFTER INSERT ON aaa.voucher REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_voucher();

CREATE TRIGGER note_update AFTER UPDATE ON aaa.voucher REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION aaa.note_voucher();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON aaa.voucher_batch FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER keep_invoiced BEFORE DELETE ON billing.bill_run FOR EACH ROW EXECUTE FUNCTION billing.keep_invoiced();

CREATE TRIGGER audit AFTER INSERT OR DELETE ON billing.charge FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit_update AFTER UPDATE ON billing.charge FOR EACH ROW WHEN ((((((((((((((((((old.account_id IS DISTINCT FROM new.account_id) OR (old.id IS DISTINCT FROM new.id)) OR (old.subscription_id IS DISTINCT FROM new.subscription_id)) OR (old.plan_id IS DISTINCT FROM new.plan_id)) OR (old.plan_version IS DISTINCT FROM new.plan_version)) OR (old.description IS DISTINCT FROM new.description)) OR (old.quantity IS DISTINCT FROM new.quantity)) OR (old.unit_price_minor IS DISTINCT FROM new.unit_price_minor)) OR (old.currency IS DISTINCT FROM new.currency)) OR (old.tax_code IS DISTINCT FROM new.tax_code)) OR (old.due_on IS DISTINCT FROM new.due_on)) OR (old.known_on IS DISTINCT FROM new.known_on)) OR (old.made_by IS DISTINCT FROM new.made_by)) OR (old.made_at IS DISTINCT FROM new.made_at)) OR (old.cancelled_by IS DISTINCT FROM new.cancelled_by)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)) OR (old.quote_id IS DISTINCT FROM new.quote_id))) EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.chart FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.chart_account FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.closing FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.credit_allocation FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.credit_allocation FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER check_credit_notes AFTER INSERT ON billing.credit_note REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION billing.check_credit_notes();

CREATE TRIGGER keep_credit_note BEFORE DELETE OR UPDATE ON billing.credit_note FOR EACH ROW EXECUTE FUNCTION billing.keep_credit_note();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.discount FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.dunning_policy FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.hold FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.hold_policy FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER check_lines AFTER INSERT ON billing.invoice REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION billing.check_lines();

CREATE TRIGGER check_references AFTER INSERT ON billing.invoice REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION billing.check_references();

CREATE TRIGGER keep_invoice BEFORE DELETE OR UPDATE ON billing.invoice FOR EACH ROW EXECUTE FUNCTION billing.keep_invoice();

CREATE TRIGGER tally_issued AFTER INSERT ON billing.invoice REFERENCING NEW TABLE AS issued FOR EACH STATEMENT EXECUTE FUNCTION billing.tally_issued();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.invoice_line FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.invoice_line FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER keep_lines AFTER INSERT ON billing.invoice_line REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION billing.keep_lines();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.invoice_part FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.invoice_part FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER check_parts AFTER INSERT ON billing.invoice_part REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION billing.check_parts();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.legal_entity FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER keep_invoiced BEFORE DELETE ON billing.legal_entity FOR EACH ROW EXECUTE FUNCTION billing.keep_invoiced();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.line_credit FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.line_credit FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER check_credits AFTER INSERT ON billing.line_credit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION billing.check_credits();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.line_credit_tax FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.line_credit_tax FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER check_credit_taxes AFTER INSERT ON billing.line_credit_tax REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION billing.check_credit_taxes();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.line_discount FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.line_discount FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.line_tax FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.line_tax FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER check_line_taxes AFTER INSERT ON billing.line_tax REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION billing.check_line_taxes();

CREATE CONSTRAINT TRIGGER check_arrived AFTER INSERT ON billing.lines_arrived DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_arrived();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.number_series FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.posting FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.posting FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER check_balance AFTER INSERT ON billing.posting REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION billing.check_balance();

CREATE TRIGGER refuse_closed AFTER INSERT ON billing.posting REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION billing.refuse_closed();

CREATE TRIGGER tally_posted AFTER INSERT ON billing.posting REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION billing.tally_posted();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.tax FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.tax_exemption FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON billing.tax_rate FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON billing.write_off FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON billing.write_off FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON crm.account FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER keep_invoiced BEFORE DELETE ON crm.account FOR EACH ROW EXECUTE FUNCTION billing.keep_invoiced();

CREATE TRIGGER keep_payer BEFORE INSERT ON crm.account FOR EACH ROW WHEN ((new.payer_id IS NOT NULL)) EXECUTE FUNCTION crm.keep_payer();

CREATE TRIGGER keep_payer_changed BEFORE UPDATE OF payer_id, currency, zone, legal_entity_id, reseller_id ON crm.account FOR EACH ROW WHEN ((((((old.payer_id IS DISTINCT FROM new.payer_id) OR (old.currency IS DISTINCT FROM new.currency)) OR (old.zone IS DISTINCT FROM new.zone)) OR (old.legal_entity_id IS DISTINCT FROM new.legal_entity_id)) OR (old.reseller_id IS DISTINCT FROM new.reseller_id))) EXECUTE FUNCTION crm.keep_payer();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON crm.note FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON crm.quote FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER keep BEFORE DELETE OR UPDATE ON crm.quote FOR EACH ROW EXECUTE FUNCTION crm.keep_quote();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.client FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{secret_digest}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.reseller_user FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{password_hash}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.role FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.signing_key FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{private_sealed}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.staff FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{password_hash}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON identity.subscriber FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{password_hash}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON kernel.sandbox_clock FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER clock_changed AFTER INSERT OR DELETE OR UPDATE ON kernel.sandbox_clock FOR EACH STATEMENT EXECUTE FUNCTION kernel.clock_changed();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON metering.meter FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON metering.number FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON metering.usage_record FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON metering.usage_record FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON payments.allocation FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON payments.allocation FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON payments.payment FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER tally_received AFTER INSERT ON payments.payment REFERENCING NEW TABLE AS received FOR EACH STATEMENT EXECUTE FUNCTION payments.tally_received();

CREATE TRIGGER tally_reversed AFTER UPDATE ON payments.payment FOR EACH ROW WHEN (((old.reversed_at IS NULL) AND (new.reversed_at IS NOT NULL))) EXECUTE FUNCTION payments.tally_reversed();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON payments.refund FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER keep_refund BEFORE DELETE OR UPDATE ON payments.refund FOR EACH ROW EXECUTE FUNCTION payments.keep_refund();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON subscriptions.contract FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON subscriptions.draft FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER keep BEFORE INSERT OR DELETE OR UPDATE ON subscriptions.draft FOR EACH ROW EXECUTE FUNCTION subscriptions.keep_draft();

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON subscriptions.pack_rule FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON subscriptions.pack_sale FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE ON subscriptions.price_change FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit_update AFTER UPDATE ON subscriptions.price_change FOR EACH ROW WHEN ((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.plan_id IS DISTINCT FROM new.plan_id)) OR (old.plan_version IS DISTINCT FROM new.plan_version)) OR (old.up_to_version IS DISTINCT FROM new.up_to_version)) OR (old.own_prices IS DISTINCT FROM new.own_prices)) OR (old.effective_on IS DISTINCT FROM new.effective_on)) OR (old.keeps_access IS DISTINCT FROM new.keeps_access)) OR (old.state IS DISTINCT FROM new.state)) OR (old.published_by IS DISTINCT FROM new.published_by)) OR (old.published_at IS DISTINCT FROM new.published_at)) OR (old.taken_back_by IS DISTINCT FROM new.taken_back_by)) OR (old.taken_back_at IS DISTINCT FROM new.taken_back_at)) OR (old.due IS DISTINCT FROM new.due))) EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON subscriptions.rest FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON subscriptions.segment FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE ON subscriptions.subscription FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit_update AFTER UPDATE ON subscriptions.subscription FOR EACH ROW WHEN (((((((((((((((((((((((((old.account_id IS DISTINCT FROM new.account_id) OR (old.id IS DISTINCT FROM new.id)) OR (old.plan_id IS DISTINCT FROM new.plan_id)) OR (old.state IS DISTINCT FROM new.state)) OR (old.suspended_for IS DISTINCT FROM new.suspended_for)) OR (old.currency IS DISTINCT FROM new.currency)) OR (old.price_override_minor IS DISTINCT FROM new.price_override_minor)) OR (old.started_on IS DISTINCT FROM new.started_on)) OR (old.ended_on IS DISTINCT FROM new.ended_on)) OR (old.anchor_on IS DISTINCT FROM new.anchor_on)) OR (old.anchor_day IS DISTINCT FROM new.anchor_day)) OR (old.created_at IS DISTINCT FROM new.created_at)) OR (old.framed_ip IS DISTINCT FROM new.framed_ip)) OR ((old.framed_ipv6_prefix)::inet IS DISTINCT FROM (new.framed_ipv6_prefix)::inet)) OR ((old.delegated_ipv6_prefix)::inet IS DISTINCT FROM (new.delegated_ipv6_prefix)::inet)) OR (old.end_known_on IS DISTINCT FROM new.end_known_on)) OR (old.parent_id IS DISTINCT FROM new.parent_id)) OR (old.end_fee_minor IS DISTINCT FROM new.end_fee_minor)) OR (old.end_fee_waived IS DISTINCT FROM new.end_fee_waived)) OR (old.transferred_to IS DISTINCT FROM new.transferred_to)) OR (old.transferred_from IS DISTINCT FROM new.transferred_from)) OR (old.transferred_at IS DISTINCT FROM new.transferred_at)) OR (old.quote_id IS DISTINCT FROM new.quote_id)) OR (old.out_of_area IS DISTINCT FROM new.out_of_area))) EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON subscriptions.top_up FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON subscriptions.transfer FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON tariffs.area FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE ON tariffs.coupon FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit_update AFTER UPDATE ON tariffs.coupon FOR EACH ROW WHEN ((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.target IS DISTINCT FROM new.target)) OR (old.base IS DISTINCT FROM new.base)) OR (old.percent IS DISTINCT FROM new.percent)) OR (old.amount_minor IS DISTINCT FROM new.amount_minor)) OR (old.currency IS DISTINCT FROM new.currency)) OR (old.times IS DISTINCT FROM new.times)) OR (old.plan_ids IS DISTINCT FROM new.plan_ids)) OR (old.redeem_from IS DISTINCT FROM new.redeem_from)) OR (old.redeem_to IS DISTINCT FROM new.redeem_to)) OR (old.most IS DISTINCT FROM new.most)) OR (old.state IS DISTINCT FROM new.state)) OR (old.created_at IS DISTINCT FROM new.created_at))) EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON tariffs.pack FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON tariffs.plan FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON tariffs.plan_version FOR EACH ROW EXECUTE FUNCTION kernel.audit_row('{}');

-- Row-level security

alter table aaa.access enable row level security; create policy own_rows on aaa.access using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.address_use enable row level security; create policy own_rows on aaa.address_use using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.allowance enable row level security; create policy own_rows on aaa.allowance using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.assignment enable row level security; create policy own_rows on aaa.assignment using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
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

alter table aaa.session_history enable row level security; create policy own_rows on aaa.session_history using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.transfer enable row level security; create policy own_rows on aaa.transfer using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
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

alter table aaa.voucher enable row level security; create policy own_rows on aaa.voucher using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table aaa.voucher_batch enable row level security; create policy own_rows on aaa.voucher_batch using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.charge enable row level security; create policy own_rows on billing.charge using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.credit_allocation enable row level security; create policy own_rows on billing.credit_allocation using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.credit_note enable row level security; create policy own_rows on billing.credit_note using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.discount enable row level security; create policy own_rows on billing.discount using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.invoice enable row level security; create policy own_rows on billing.invoice using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.invoice_line enable row level security; create policy own_rows on billing.invoice_line using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.invoice_part enable row level security; create policy own_rows on billing.invoice_part using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.late_usage enable row level security; create policy own_rows on billing.late_usage using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.line_credit enable row level security; create policy own_rows on billing.line_credit using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.line_credit_tax enable row level security; create policy own_rows on billing.line_credit_tax using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.line_discount enable row level security; create policy own_rows on billing.line_discount using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.line_tax enable row level security; create policy own_rows on billing.line_tax using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.posting enable row level security; create policy own_rows on billing.posting using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.tax_exemption enable row level security; create policy own_rows on billing.tax_exemption using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.usage_recount enable row level security; create policy own_rows on billing.usage_recount using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table billing.write_off enable row level security; create policy own_rows on billing.write_off using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table crm.account enable row level security; create policy own_rows on crm.account using (((id = kernel.scope_account()) OR (reseller_id = kernel.scope_reseller())));

alter table crm.quote enable row level security; create policy own_rows on crm.quote using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table kernel.idempotency enable row level security; create policy own_keys on kernel.idempotency using (starts_with(current_setting('isp.actor'::text, true), (actor || ':'::text)));

alter table metering.number enable row level security; create policy own_rows on metering.number using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table metering.usage_record enable row level security; create policy own_rows on metering.usage_record using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table payments.allocation enable row level security; create policy own_rows on payments.allocation using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table payments.payment enable row level security; create policy own_rows on payments.payment using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table payments.refund enable row level security; create policy own_rows on payments.refund using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.contract enable row level security; create policy own_rows on subscriptions.contract using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.draft enable row level security; create policy own_rows on subscriptions.draft using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.pack_rule enable row level security; create policy own_rows on subscriptions.pack_rule using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.pack_sale enable row level security; create policy own_rows on subscriptions.pack_sale using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.rest enable row level security; create policy own_rows on subscriptions.rest using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.segment enable row level security; create policy own_rows on subscriptions.segment using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.subscription enable row level security; create policy own_rows on subscriptions.subscription using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.top_up enable row level security; create policy own_rows on subscriptions.top_up using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

alter table subscriptions.transfer enable row level security; create policy own_rows on subscriptions.transfer using (((account_id = kernel.scope_account()) OR ((kernel.scope_reseller() IS NOT NULL) AND (account_id IN ( SELECT a.id
   FROM crm.account a
  WHERE (a.reseller_id = kernel.scope_reseller()))))));

-- Grants

grant select on aaa.access to isp_scoped;

grant select on aaa.address_use to isp_scoped;

grant select on aaa.allowance to isp_scoped;

grant select on aaa.any_session to isp_scoped;

grant select on aaa.assignment to isp_scoped;

grant select on aaa.bulk_disconnect_session to isp_scoped;

grant select on aaa.coa to isp_scoped;

grant select on aaa.login to isp_scoped;

grant select on aaa.rollup to isp_scoped;

grant select on aaa.session to isp_scoped;

grant select on aaa.session_history to isp_scoped;

grant select on aaa.transfer to isp_scoped;

grant select on aaa.usage_day to isp_scoped;

grant select on aaa.usage_hour to isp_scoped;

grant select on aaa.usage_late to isp_scoped;

grant select on aaa.usage_month to isp_scoped;

grant select on aaa.usage_quarter to isp_scoped;

grant select on aaa.voucher to isp_scoped;

grant select on aaa.voucher_batch to isp_scoped;

grant select on billing.charge to isp_scoped;

grant select on billing.credit_allocation to isp_scoped;

grant select on billing.credit_note to isp_scoped;

grant select on billing.discount to isp_scoped;

grant select on billing.invoice to isp_scoped;

grant select on billing.invoice_line to isp_scoped;

grant select on billing.invoice_part to isp_scoped;

grant select on billing.late_usage to isp_scoped;

grant select on billing.legal_entity to isp_scoped;

grant select on billing.line_credit to isp_scoped;

grant select on billing.line_credit_tax to isp_scoped;

grant select on billing.line_discount to isp_scoped;

grant select on billing.line_tax to isp_scoped;

grant select on billing.posting to isp_scoped;

grant select on billing.tax to isp_scoped;

grant select on billing.tax_exemption to isp_scoped;

grant select on billing.tax_rate to isp_scoped;

grant select on billing.usage_recount to isp_scoped;

grant select on billing.write_off to isp_scoped;

grant select on crm.account to isp_scoped;

grant select on crm.quote to isp_scoped;

grant insert, select, update on kernel.idempotency to isp_scoped;

grant select on kernel.sandbox_clock to isp_scoped;

grant select on kernel.sandbox_now to isp_scoped;

grant select on metering.meter to isp_scoped;

grant select on metering.number to isp_scoped;

grant select on metering.usage_record to isp_scoped;

grant select on payments.allocation to isp_scoped;

grant select on payments.payment to isp_scoped;

grant select on payments.refund to isp_scoped;

grant select on subscriptions.contract to isp_scoped;

grant select on subscriptions.draft to isp_scoped;

grant select on subscriptions.pack_rule to isp_scoped;

grant select on subscriptions.pack_sale to isp_scoped;

grant select on subscriptions.rest to isp_scoped;

grant select on subscriptions.segment to isp_scoped;

grant select on subscriptions.subscription to isp_scoped;

grant select on subscriptions.top_up to isp_scoped;

grant select on subscriptions.transfer to isp_scoped;

grant select on tariffs.area to isp_scoped;

grant select on tariffs.coupon to isp_scoped;

grant select on tariffs.pack to isp_scoped;

grant select on tariffs.plan to isp_scoped;

grant select on tariffs.plan_version to isp_scoped;
