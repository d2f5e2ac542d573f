-- The audit records what somebody decided. A column that only follows from other rows (a cursor, a sum) may be declared derived: an update of
-- nothing else is not recorded, and costs nothing. (A bill run moves every subscription on; its invoices say what it did.)

create or replace function kernel.audit_row() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
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
end $$;

drop function kernel.audit_table(regclass, text[]);

-- Audits every write to a table. Secret columns are recorded as changed, never with their value. An update of derived columns alone is not
-- recorded; when such a table gets another column, this is called again (a test names the column that was forgotten).
create function kernel.audit_table(relation regclass, secret_columns text[] default '{}', derived_columns text[] default '{}') returns void language plpgsql as $$
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
end $$;

select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on}');
