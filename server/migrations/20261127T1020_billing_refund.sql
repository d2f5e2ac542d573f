-- Money paid out: of what is left of a credit note, or of a payment. Nothing of it changes but whether (and why) it came back.
create table payments.refund (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  credit_note_id uuid,
  payment_id uuid,
  method text not null check (method in ('cash', 'transfer', 'card', 'cheque', 'other')),
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  reference text,
  paid_on date not null,
  reversed_at timestamptz,
  reversed_reason text,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, credit_note_id) references billing.credit_note (account_id, id),
  foreign key (account_id, payment_id) references payments.payment (account_id, id),
  check ((credit_note_id is null) <> (payment_id is null)),
  check ((reversed_at is null) = (reversed_reason is null))
);
create index refund_id on payments.refund (id);
create index refund_recorded on payments.refund (recorded_at, id);
create index refund_paid on payments.refund (paid_on, id);
create index refund_credit_note on payments.refund (account_id, credit_note_id) where credit_note_id is not null;
create index refund_payment on payments.refund (account_id, payment_id) where payment_id is not null;
select kernel.audit_table('payments.refund');
select kernel.scope_rows('payments.refund');

create function payments.keep_refund() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.reversed_at is not null
    or to_jsonb(old) - '{reversed_at,reversed_reason}'::text[] <> to_jsonb(new) - '{reversed_at,reversed_reason}'::text[] then
    raise exception 'a refund is never changed; it comes back once at most' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_refund before update or delete on payments.refund for each row execute function payments.keep_refund();

alter table billing.posting drop constraint posting_document_kind_check,
  add constraint posting_document_kind_check check (document_kind in ('invoice', 'credit-note', 'payment', 'allocation', 'reversal', 'closing', 'refund'));

-- A list of what is to be paid out is read in the order of its days.
create index credit_note_to_refund on billing.credit_note (issued_on, id) where to_refund and open_minor > 0;
