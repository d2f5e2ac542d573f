-- What the database checks of a bill run's rows, it checks once a statement: a reference that is checked once a row costs 8 us of CPU each, which was a tenth of the whole run (docs/decisions/0038-bill-run-speed.md).

-- An invoice's account, legal entity and run are there, and stay: their rows are locked against going away, as a foreign key does.
alter table billing.invoice drop constraint invoice_account_id_fkey, drop constraint invoice_legal_entity_id_fkey, drop constraint invoice_bill_run_id_fkey;

create function billing.check_references() returns trigger language plpgsql security definer set search_path to 'pg_catalog' set enable_seqscan to 'off' as $$
begin
  if exists (select 1 from issued i where (select true from crm.account a where a.id = i.account_id for key share) is null)
    or exists (select 1 from (select distinct legal_entity_id as id from issued) i where (select true from billing.legal_entity e where e.id = i.id for key share) is null)
    or exists (select 1 from (select distinct bill_run_id as id from issued where bill_run_id is not null) i where (select true from billing.bill_run r where r.id = i.id for key share) is null) then
    raise exception 'an invoice is of an account, a legal entity and a bill run that are there' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger check_references after insert on billing.invoice referencing new table as issued for each statement execute function billing.check_references();

create function billing.keep_invoiced() returns trigger language plpgsql security definer set search_path to 'pg_catalog' set enable_seqscan to 'off' as $$
begin
  if (tg_table_name = 'account' and exists (select 1 from billing.invoice where account_id = old.id))
    or (tg_table_name = 'bill_run' and exists (select 1 from billing.invoice where bill_run_id = old.id))
    or (tg_table_name = 'legal_entity' and exists (select 1 from billing.invoice where legal_entity_id = old.id)) then
    raise exception 'there are invoices of it' using errcode = 'foreign_key_violation';
  end if;
  return old;
end $$;
create trigger keep_invoiced before delete on crm.account for each row execute function billing.keep_invoiced();
create trigger keep_invoiced before delete on billing.legal_entity for each row execute function billing.keep_invoiced();
create trigger keep_invoiced before delete on billing.bill_run for each row execute function billing.keep_invoiced();

-- The lines of an invoice come by one statement, with the first among them: so a further line of an issued invoice is refused by its first line's key, and it is enough that the first one's invoice is there when all is done.
alter table billing.invoice_line drop constraint invoice_line_account_id_invoice_id_fkey;

create or replace function billing.keep_lines() returns trigger language plpgsql as $$
begin
  if exists (select 1 from added group by account_id, invoice_id having min(line_no) <> 1) then
    raise exception 'the lines of an invoice come all at once, and an issued invoice gets no further line' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
-- It reads no table but the new rows any more.
alter function billing.keep_lines() reset all;

create function billing.check_first_line() returns trigger language plpgsql security definer set search_path to 'pg_catalog' set enable_seqscan to 'off' as $$
begin
  if (select true from billing.invoice i where i.account_id = new.account_id and i.id = new.invoice_id) is null then
    raise exception 'a line is of an invoice that is there' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create constraint trigger check_first_line after insert on billing.invoice_line deferrable initially deferred
  for each row when (new.line_no = 1) execute function billing.check_first_line();

-- The discounts are looked at only when there are some: the plan for them, made when the tables were small, read all lines there are.
create or replace function billing.check_lines() returns trigger language plpgsql set enable_seqscan to 'off' as $$
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
end $$;

-- How far a subscription is billed is written for each invoice. With no index on it the row is written anew on its own page and its six indexes are left alone; what is due is looked for by reading the table, once a run and zone.
drop index subscriptions.subscription_due;
drop index subscriptions.subscription_over;
alter table subscriptions.subscription set (fillfactor = 60);
