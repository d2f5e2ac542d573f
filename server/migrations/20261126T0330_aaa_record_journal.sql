-- Accounting packets that were acknowledged in a peak before the rows of their sessions were written, many to a row of at most a page, as `writeKept` (aaa/core/kept-packet.ts) writes them. A row goes when all of its records are written;
-- what a process that ended left here, the next one writes: to write a record twice changes nothing. Nothing looks into them, so they are neither compressed nor moved out of the row.
create table aaa.record_journal (
  id uuid primary key,
  at timestamptz not null default now(),
  -- Why PostgreSQL does not take one of its records; then the row stays.
  refused text,
  packets bytea not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, toast_tuple_target = 8160);
alter table aaa.record_journal alter column packets set storage external;
