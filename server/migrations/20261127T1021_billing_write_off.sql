-- Debts given up: what of an invoice, why and by whom. Undoing it adds the opposite, so what is written off of an invoice is the sum.
create table billing.write_off (
  account_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  reason text not null,
  written_off_on date not null,
  made_by text not null,
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, invoice_id) references billing.invoice (account_id, id)
);
create index write_off_invoice on billing.write_off (account_id, invoice_id);
create index write_off_on on billing.write_off (written_off_on, id);
select kernel.append_only('billing.write_off');
select kernel.scope_rows('billing.write_off');

alter table billing.posting drop constraint posting_document_kind_check,
  add constraint posting_document_kind_check check (document_kind in ('invoice', 'credit-note', 'payment', 'allocation', 'reversal', 'closing', 'refund', 'write-off'));
