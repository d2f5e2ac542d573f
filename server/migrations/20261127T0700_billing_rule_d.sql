-- Plan changes, pauses and ends to the day: what is billed remembers enough of how it came about that unused days can be given back, by a credit note.

-- How a version of a plan is billed. What was sold before keeps its ways: a change waits for the next period, and nothing is given back.
alter table tariffs.plan_version
  add column proration text not null default 'day' check (proration in ('day', 'second', '30-day', 'full', 'none')),
  add column termination text not null default 'exclusive' check (termination in ('exclusive', 'inclusive')),
  add column first_part text not null default 'separately' check (first_part in ('separately', 'with-next')),
  add column bill_suspended boolean not null default false,
  add column rounding text not null default 'half-up' check (rounding in ('half-up', 'half-even')),
  add column adjustments text not null default 'none' check (adjustments in ('credit-now', 'credit-next-invoice', 'refund', 'none')),
  add column upgrade text not null default 'period-end' check (upgrade in ('now', 'period-end')),
  add column downgrade text not null default 'period-end' check (downgrade in ('now', 'period-end')),
  -- Price of a whole period while paused.
  add column hold_fee_minor bigint check (hold_fee_minor >= 0),
  -- Other prices at the beginning, one after the other: [{days | cycles, price_minor}].
  add column phases jsonb not null default '[]',
  -- Prices of use by how much of it there is, in units: [{up_to (null: without end), unit_price_minor}], each unit at its step's price or all at the last's; and a begun unit in exact part or whole.
  add column overage_model text not null default 'flat' check (overage_model in ('flat', 'graduated', 'volume')),
  add column overage_tiers jsonb not null default '[]',
  add column overage_partial text not null default 'exact' check (overage_partial in ('exact', 'up')),
  drop constraint plan_version_check,
  add constraint plan_version_check check ((overage_model = 'flat') = (overage_tiers = '[]')),
  add constraint plan_version_check2 check ((overage_unit_bytes is null) = (overage_unit_price_minor is null and overage_model = 'flat'));
alter table tariffs.plan_version alter column adjustments set default 'credit-now', alter column upgrade set default 'now';

-- A segment has its own periods, and knows when it was recorded; under the option second it begins within its day.
alter table subscriptions.segment
  add column from_second integer not null default 0 check (from_second between 0 and 86399),
  add column known_on date,
  add column anchor_on date,
  add column anchor_day smallint check (anchor_day between 1 and 31);
alter table subscriptions.segment disable trigger audit;
update subscriptions.segment g set known_on = (g.created_at at time zone a.zone)::date, anchor_on = coalesce(s.anchor_on, g.from_on),
    anchor_day = coalesce(s.anchor_day, extract(day from g.from_on))
  from subscriptions.subscription s join crm.account a on a.id = s.account_id where s.account_id = g.account_id and s.id = g.subscription_id;
alter table subscriptions.segment enable trigger audit;
alter table subscriptions.segment
  alter column known_on set not null, alter column anchor_on set not null, alter column anchor_day set not null,
  drop constraint segment_pkey, add primary key (account_id, subscription_id, from_on, from_second);

-- Days at rest: suspended as before, or paused, which a customer asks for, may be known ahead, and may cost something.
alter table subscriptions.suspension rename to rest;
alter table subscriptions.rest rename constraint suspension_check to rest_check;
alter table subscriptions.rest rename constraint suspension_account_id_subscription_id_fkey to rest_account_id_subscription_id_fkey;
alter table subscriptions.rest
  add column reason text not null default 'suspension' check (reason in ('suspension', 'pause')),
  add column known_on date,
  -- The day to_on was recorded, when it was not with the rest itself.
  add column to_known_on date,
  add column hold_fee_minor bigint check (hold_fee_minor >= 0);
update subscriptions.rest set known_on = from_on, to_known_on = to_on;
alter table subscriptions.rest alter column known_on set not null,
  drop constraint suspension_pkey, add primary key (account_id, subscription_id, reason, from_on);
select kernel.audit_table('subscriptions.rest');
create index rest_beginning on subscriptions.rest (from_on) where reason = 'pause';
create index rest_ending on subscriptions.rest (to_on) where reason = 'pause';

-- How far a subscription is billed stands with it, instead of being looked up in all its lines.
alter table subscriptions.subscription
  add column end_known_on date,
  add column billed_on date,
  add column settled_to date,
  add column recurring_to date,
  add column usage_to date,
  add column setup_fee_billed boolean not null default false,
  drop constraint subscription_state_check, drop constraint subscription_suspended_for_check, drop constraint subscription_check,
  add constraint subscription_state_check check (state in ('pending', 'active', 'paused', 'suspended', 'ended')),
  add constraint subscription_suspended_for_check check (suspended_for <@ array['unpaid', 'manual', 'pause']),
  add constraint subscription_check check (case when suspended_for = '{}' then state not in ('paused', 'suspended') when suspended_for = '{pause}' then state = 'paused' else state = 'suspended' end);
alter table subscriptions.subscription disable trigger user;
with line as (
  select account_id, subscription_id, max(period_to) filter (where kind = 'recurring') as recurring_to, max(period_to) filter (where kind = 'usage') as usage_to,
    bool_or(kind = 'one_time') as setup_fee
  from billing.invoice_line where subscription_id is not null group by 1, 2)
update subscriptions.subscription s set recurring_to = l.recurring_to, settled_to = l.recurring_to, usage_to = l.usage_to, setup_fee_billed = l.setup_fee,
    billed_on = (select max(i.issued_on) from billing.invoice i where i.account_id = s.account_id)
  from line l where l.account_id = s.account_id and l.subscription_id = s.id;
update subscriptions.subscription set end_known_on = ended_on where ended_on is not null;
alter table subscriptions.subscription enable trigger user;
create index subscription_ending on subscriptions.subscription (ended_on) where state <> 'ended' and ended_on is not null;
select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on,billed_on,settled_to,recurring_to,usage_to,setup_fee_billed}');

alter table billing.invoice_line
  add column charge_code text not null default 'plan',
  -- How many lines of its kind and charge began at the same day before.
  add column revision smallint not null default 0,
  add column from_second integer not null default 0,
  add column to_second integer not null default 0,
  -- The whole period that holds the line's; of lines from before this was kept, in the trace or the line's own.
  add column cycle_from date,
  add column cycle_to date,
  -- Its price had the tax inside.
  add column tax_inclusive boolean not null default false,
  drop constraint invoice_line_kind_check,
  add constraint invoice_line_kind_check check (kind in ('recurring', 'hold_fee', 'usage', 'one_time', 'late_fee'));
alter table billing.invoice_line disable trigger user;
update billing.invoice_line set tax_inclusive = true where tax_code in (select code from billing.tax where inclusive);
alter table billing.invoice_line enable trigger user;
drop index billing.invoice_line_once;
create unique index invoice_line_once on billing.invoice_line (account_id, subscription_id, kind, period_from, charge_code, from_second, revision)
  where subscription_id is not null and kind in ('recurring', 'hold_fee', 'usage', 'one_time');

-- A credit note gives back some of what was invoiced. Nothing of it changes but how much of it was not put to an invoice or paid out yet.
create table billing.credit_note (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  legal_entity_id uuid not null references billing.legal_entity (id),
  number text not null,
  bill_run_id uuid references billing.bill_run (id),
  -- Why: unused days found by a run, or what a person wrote.
  reason text not null,
  by_hand boolean not null,
  -- It is to be paid out, and not put to invoices.
  to_refund boolean not null,
  currency text not null,
  zone text not null,
  issued_on date not null,
  issued_at timestamptz not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  gross_minor bigint not null check (gross_minor > 0),
  taxes jsonb not null,
  recipient jsonb not null,
  open_minor bigint not null,
  primary key (account_id, id),
  check (gross_minor = net_minor + tax_minor),
  check (open_minor between 0 and gross_minor)
);
create index credit_note_id on billing.credit_note (id);
create unique index credit_note_number on billing.credit_note (number collate "C", legal_entity_id);
create index credit_note_issued on billing.credit_note (issued_on, id);
create index credit_note_open on billing.credit_note (account_id) where open_minor > 0;
create index credit_note_run on billing.credit_note (bill_run_id, issued_on, id);
select kernel.scope_rows('billing.credit_note');

create function billing.keep_credit_note() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(old) - 'open_minor' <> to_jsonb(new) - 'open_minor' then
    raise exception 'an issued credit note is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_credit_note before update or delete on billing.credit_note for each row execute function billing.keep_credit_note();

-- What was credited of an invoice line: unused days, or an amount by hand. Days of a line of which nothing is left are given back for nothing, on no credit note.
create table billing.line_credit (
  account_id uuid not null,
  invoice_id uuid not null,
  invoice_line_no smallint not null,
  credit_no smallint not null check (credit_no > 0),
  credit_note_id uuid,
  line_no smallint check (line_no > 0),
  kind text not null check (kind in ('unused', 'by-hand')),
  description text not null,
  period_from date,
  period_to date,
  from_second integer not null,
  to_second integer not null,
  -- Days given back of the line's, with all given back before.
  days integer,
  of_days integer,
  net_minor bigint not null check (net_minor >= 0),
  tax_code text,
  tax_minor bigint not null check (tax_minor >= 0),
  gross_minor bigint not null,
  trace jsonb not null,
  primary key (account_id, invoice_id, invoice_line_no, credit_no),
  foreign key (account_id, invoice_id, invoice_line_no) references billing.invoice_line (account_id, invoice_id, line_no),
  foreign key (account_id, credit_note_id) references billing.credit_note (account_id, id) deferrable initially deferred,
  check (gross_minor = net_minor + tax_minor),
  check ((kind = 'unused') = (period_from is not null and period_to is not null)),
  check ((credit_note_id is null) = (line_no is null)),
  check ((credit_note_id is null) = (gross_minor = 0))
);
create unique index line_credit_note on billing.line_credit (account_id, credit_note_id, line_no) where credit_note_id is not null;
-- The same days are given back once.
create unique index line_credit_once on billing.line_credit (account_id, invoice_id, invoice_line_no, period_from, from_second) where kind = 'unused';
select kernel.append_only('billing.line_credit');
select kernel.scope_rows('billing.line_credit');

-- A credit note is the sum of its lines, and no line is credited more than it was.
create function billing.check_credit_notes() returns trigger language plpgsql set enable_seqscan = off as $$
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
end $$;
create trigger check_credit_notes after insert on billing.credit_note referencing new table as issued for each statement execute function billing.check_credit_notes();

create function billing.check_credits() returns trigger language plpgsql set enable_seqscan = off as $$
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
end $$;
create trigger check_credits after insert on billing.line_credit referencing new table as added for each statement execute function billing.check_credits();

-- What of a credit note went to which invoice.
create table billing.credit_allocation (
  account_id uuid not null,
  id uuid not null,
  credit_note_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, credit_note_id) references billing.credit_note (account_id, id),
  foreign key (account_id, invoice_id) references billing.invoice (account_id, id)
);
create index credit_allocation_note on billing.credit_allocation (account_id, credit_note_id);
create index credit_allocation_invoice on billing.credit_allocation (account_id, invoice_id);
select kernel.append_only('billing.credit_allocation');
select kernel.scope_rows('billing.credit_allocation');

alter table billing.posting drop constraint posting_document_kind_check,
  add constraint posting_document_kind_check check (document_kind in ('invoice', 'credit-note', 'payment', 'allocation', 'reversal'));

alter table billing.bill_run
  add column credit_notes integer not null default 0,
  add column credited_minor bigint not null default 0;

insert into billing.number_series (legal_entity_id, kind, pattern)
select legal_entity_id, 'credit-note', case when pattern like 'INV-%' then 'CN-' || substr(pattern, 5) else 'CN-' || pattern end from billing.number_series where kind = 'invoice';
