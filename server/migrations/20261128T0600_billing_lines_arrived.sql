-- That lines have their invoice is looked at when all is done, for all lines of a statement at once: a trigger that waits for the commit costs 12 us of CPU for each invoice when it is one a row (docs/decisions/0038-bill-run-speed.md).
drop trigger check_first_line on billing.invoice_line;
drop function billing.check_first_line();

-- What came by one statement, until the commit has looked at it; empty outside transactions.
create unlogged table billing.lines_arrived (
  id bigint generated always as identity primary key,
  account_ids uuid[] not null,
  invoice_ids uuid[] not null
);

create or replace function billing.keep_lines() returns trigger language plpgsql as $$
begin
  if exists (select 1 from added group by account_id, invoice_id having min(line_no) <> 1) then
    raise exception 'the lines of an invoice come all at once, and an issued invoice gets no further line' using errcode = 'restrict_violation';
  end if;
  insert into billing.lines_arrived (account_ids, invoice_ids)
  select array_agg(account_id), array_agg(invoice_id) from added where line_no = 1 having count(*) > 0;
  return null;
end $$;

create function billing.check_arrived() returns trigger language plpgsql security definer set search_path to 'pg_catalog' set enable_seqscan to 'off' as $$
begin
  if exists (
    select 1 from unnest(new.account_ids, new.invoice_ids) as l(account_id, invoice_id)
    where (select true from billing.invoice i where i.account_id = l.account_id and i.id = l.invoice_id) is null
  ) then
    raise exception 'a line is of an invoice that is there' using errcode = 'foreign_key_violation';
  end if;
  delete from billing.lines_arrived where id = new.id;
  return null;
end $$;
create constraint trigger check_arrived after insert on billing.lines_arrived deferrable initially deferred for each row execute function billing.check_arrived();
