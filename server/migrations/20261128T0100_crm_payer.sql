-- Accounts that another account pays for (docs/decisions/0042-payers.md): their lines stand on its invoices.

alter table crm.account add column payer_id uuid references crm.account (id), add constraint account_pays_for_others check (payer_id <> id);
create index account_payer on crm.account (payer_id, id) where payer_id is not null;

-- What a bill run takes for granted of accounts that share an invoice. The flow says it in words; this is the last word.
create function crm.keep_payer() returns trigger language plpgsql as $$
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
end $$;
create trigger keep_payer before insert on crm.account for each row when (new.payer_id is not null) execute function crm.keep_payer();
create trigger keep_payer_changed before update of payer_id, currency, zone, legal_entity_id, reseller_id on crm.account for each row
  when ((old.payer_id, old.currency, old.zone, old.legal_entity_id, old.reseller_id) is distinct from (new.payer_id, new.currency, new.zone, new.legal_entity_id, new.reseller_id))
  execute function crm.keep_payer();

-- Whose services the lines of an invoice are, when not all are of the account that pays it: lines `first_line` to `last_line` are of `for_account_id`, named as it was on the day of issue.
create table billing.invoice_part (
  account_id uuid not null,
  invoice_id uuid not null,
  first_line smallint not null check (first_line > 0),
  last_line smallint not null,
  for_account_id uuid not null,
  recipient jsonb not null,
  net_minor bigint not null,
  discount_minor bigint not null,
  tax_minor bigint not null,
  gross_minor bigint not null,
  primary key (account_id, invoice_id, first_line),
  foreign key (account_id, invoice_id) references billing.invoice (account_id, id),
  check (last_line >= first_line),
  check (gross_minor = net_minor + tax_minor)
);
create index invoice_part_for on billing.invoice_part (for_account_id, invoice_id desc);
select kernel.scope_rows('billing.invoice_part');
create trigger append_only before update or delete on billing.invoice_part for each row execute function kernel.refuse_change();
create trigger append_only_truncate before truncate on billing.invoice_part for each statement execute function kernel.refuse_change();

create function billing.check_parts() returns trigger language plpgsql set enable_seqscan to 'off' as $$
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
end $$;
create trigger check_parts after insert on billing.invoice_part referencing new table as added for each statement execute function billing.check_parts();

-- A period of a subscription is billed once, whoever pays for it; its lines are found on the invoices of whoever paid.
drop index billing.invoice_line_once;
create unique index invoice_line_once on billing.invoice_line (subscription_id, kind, period_from, charge_code, from_second, revision)
  where subscription_id is not null and kind in ('recurring', 'hold_fee', 'usage', 'one_time');

-- A discount is its account's; the line it is taken off may stand on another's invoice.
drop index billing.discount_id;
create unique index discount_id on billing.discount (id);
alter table billing.line_discount drop constraint line_discount_account_id_discount_id_fkey, add foreign key (discount_id) references billing.discount (id);
drop index billing.line_discount_discount;
create index line_discount_discount on billing.line_discount (discount_id);

-- So may the line of a charge.
alter table billing.charge add column invoice_account_id uuid, drop constraint charge_account_id_invoice_id_line_no_fkey, drop constraint charge_check2;
alter table billing.charge disable trigger user;
update billing.charge set invoice_account_id = account_id where invoice_id is not null;
alter table billing.charge enable trigger user;
alter table billing.charge
  add foreign key (invoice_account_id, invoice_id, line_no) references billing.invoice_line (account_id, invoice_id, line_no),
  add check ((invoice_id is null) = (line_no is null) and (invoice_id is null) = (invoice_account_id is null));
create index charge_invoice on billing.charge (invoice_account_id, invoice_id, line_no) where invoice_id is not null;
select kernel.audit_table('billing.charge', derived_columns => '{invoice_id,invoice_account_id,line_no}');
