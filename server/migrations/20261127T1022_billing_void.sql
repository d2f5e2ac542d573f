-- An invoice is void by the credit note that gives back all that is left of it. What was put to it by others is taken away by the opposite allocation.
alter table billing.credit_note add column voids_invoice_id uuid,
  add foreign key (account_id, voids_invoice_id) references billing.invoice (account_id, id);
create unique index credit_note_voids on billing.credit_note (account_id, voids_invoice_id) where voids_invoice_id is not null;

alter table billing.credit_allocation drop constraint credit_allocation_amount_minor_check,
  add constraint credit_allocation_amount_minor_check check (amount_minor <> 0);
