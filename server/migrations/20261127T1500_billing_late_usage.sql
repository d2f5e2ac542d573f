-- Use that came after its period was billed: what was billed is rated again, and the difference is a correction line or a credit of the line.

-- Since which billed day use came that is not reckoned with yet; null: none. It stands where the bill run reads anyhow.
alter table subscriptions.subscription add column recount_from date;
select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on,billed_on,settled_to,recurring_to,usage_to,setup_fee_billed,recount_from}');

-- Whose it was.
alter table aaa.usage_late add column session_id uuid;

-- What came for a period that was billed, by session and quarter of an hour: it names what a correction is of.
create table billing.late_usage (
  account_id uuid not null,
  subscription_id uuid not null,
  quarter_at timestamptz not null,
  session_id uuid not null,
  octets bigint not null check (octets >= 0),
  -- When it was noticed last.
  noted_at timestamptz not null,
  primary key (account_id, subscription_id, quarter_at, session_id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
select kernel.scope_rows('billing.late_usage');

-- A billed period that was rated again, and the total that is known since; whether that changed what it costs or not.
create table billing.usage_recount (
  account_id uuid not null,
  subscription_id uuid not null,
  period_from date not null,
  period_to date not null check (period_to > period_from),
  octets bigint not null check (octets >= 0),
  sessions integer not null,
  checksum text not null,
  -- The day of the run that did.
  as_of date not null,
  primary key (account_id, subscription_id, period_from),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
select kernel.scope_rows('billing.usage_recount');

alter table billing.line_credit
  drop constraint line_credit_kind_check,
  add constraint line_credit_kind_check check (kind in ('unused', 'by-hand', 'recount')),
  drop constraint line_credit_check1,
  add constraint line_credit_check1 check ((kind <> 'by-hand') = (period_from is not null and period_to is not null));
