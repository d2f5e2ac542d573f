-- Books that close: nothing is posted to a closed day any more. And the ledger read as a journal, by ledger account, and by what is not earned yet.

-- The books of a legal entity were closed through a day by somebody. The last closing may be taken back; the day it is closed through is the latest of those that were not.
create table billing.closing (
  id uuid primary key,
  legal_entity_id uuid not null references billing.legal_entity (id),
  closed_through date not null,
  closed_by text not null,
  closed_at timestamptz not null,
  reopened_by text,
  reopened_at timestamptz,
  reopened_reason text,
  check ((reopened_at is null) = (reopened_by is null) and (reopened_at is null) = (reopened_reason is null))
);
create unique index closing_through on billing.closing (legal_entity_id, closed_through) where reopened_at is null;
create index closing_listed on billing.closing (closed_through, id);
select kernel.audit_table('billing.closing');

-- The lock that postings share with each other, and a closing has alone: no posting is on its way while a closing looks at the books.
create function billing.books_lock(entity uuid) returns bigint language sql immutable as $$
  select hashtextextended('billing.books:' || entity, 0)
$$;

-- A closed day takes no posting. The closed day is looked up once a statement, however many postings it has.
create function billing.refuse_closed() returns trigger language plpgsql as $$
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
end $$;
create trigger refuse_closed after insert on billing.posting referencing new table as posted for each statement execute function billing.refuse_closed();

-- A closing posts what is not earned yet. That transaction is nobody's account's but the legal entity's own: its account_id is the legal entity's id.
alter table billing.posting drop constraint posting_document_kind_check,
  add constraint posting_document_kind_check check (document_kind in ('invoice', 'credit-note', 'payment', 'allocation', 'reversal', 'closing'));

-- Every transaction once, in the order of its days; and those of one ledger account.
create index posting_journal on billing.posting (legal_entity_id, posted_on, transaction_id) where line_no = 1;
create index posting_ledger_account on billing.posting (legal_entity_id, ledger_account, posted_on, transaction_id);

-- Lines that reach beyond a day. (Use is billed when its period is over, and what comes once is of one day.)
create index invoice_line_beyond on billing.invoice_line (period_to, to_second, period_from) where kind not in ('usage', 'one_time', 'late_fee');
