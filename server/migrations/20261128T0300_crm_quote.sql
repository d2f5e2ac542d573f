-- Quotes: what an account is offered, until a day; and the draft subscriptions that are their lines.

create table crm.quote (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  legal_entity_id uuid not null references billing.legal_entity (id),
  -- Given when it is sent.
  number text,
  state text not null default 'draft' check (state in ('draft', 'sent', 'accepted', 'declined', 'expired', 'withdrawn')),
  currency text not null,
  -- Null: the day it is accepted.
  start_on date,
  -- Day of the month that periods begin on; null: the day they start.
  anchor_day smallint check (anchor_day between 1 and 31),
  -- The last day it can be accepted on, where the account is.
  valid_until date not null,
  words text,
  -- What is paid once, each with the id of the charge it becomes.
  charges jsonb not null default '[]',
  -- What it comes to, as it was shown when it was sent.
  offer jsonb,
  -- Of the first bill with anything of it, with tax.
  first_minor bigint,
  -- The quote that it takes the place of once it is sent.
  replaces_id uuid,
  made_by text not null,
  made_at timestamptz not null,
  sent_by text,
  sent_at timestamptz,
  -- Accepted, declined, expired or withdrawn.
  closed_by text,
  closed_at timestamptz,
  reason text,
  primary key (account_id, id),
  foreign key (account_id, replaces_id) references crm.quote (account_id, id),
  unique (legal_entity_id, number),
  check ((state = 'draft') = (number is null)),
  check ((number is null) = (offer is null) and (number is null) = (first_minor is null)),
  check ((number is null) = (sent_at is null) and (sent_by is null) = (sent_at is null)),
  check ((state in ('draft', 'sent')) = (closed_at is null) and (closed_by is null) = (closed_at is null))
);
create index quote_id on crm.quote (id);
create index quote_account on crm.quote (account_id, made_at, id);
create index quote_made on crm.quote (made_at, id);
create index quote_state on crm.quote (state, made_at, id);
create index quote_valid on crm.quote (valid_until, id);
create index quote_number on crm.quote (number collate "C");
create index quote_open on crm.quote (valid_until) where state = 'sent';
create index quote_replaces on crm.quote (account_id, replaces_id) where replaces_id is not null;
select kernel.audit_table('crm.quote');
select kernel.scope_rows('crm.quote');

-- What was sent says the same for ever; only what becomes of it changes.
create function crm.keep_quote() returns trigger language plpgsql as $$
begin
  if old.state = 'draft' then
    return coalesce(new, old);
  end if;
  if tg_op = 'DELETE' or (new.account_id, new.id, new.legal_entity_id, new.number, new.currency, new.start_on, new.anchor_day, new.valid_until, new.words, new.charges, new.offer, new.first_minor, new.replaces_id, new.made_at, new.sent_at)
    is distinct from (old.account_id, old.id, old.legal_entity_id, old.number, old.currency, old.start_on, old.anchor_day, old.valid_until, old.words, old.charges, old.offer, old.first_minor, old.replaces_id, old.made_at, old.sent_at)
    or (old.state <> 'sent' and new.state <> old.state) then
    raise exception 'quote % was sent: it does not change', old.number;
  end if;
  return new;
end $$;
create trigger keep before update or delete on crm.quote for each row execute function crm.keep_quote();

-- A subscription that is prepared and not ordered: a line of a quote. It does nothing until the quote is accepted, and then becomes the subscription of its id.
create table subscriptions.draft (
  account_id uuid not null,
  id uuid not null,
  quote_id uuid not null,
  line_no smallint not null check (line_no > 0),
  plan_id uuid not null references tariffs.plan (id),
  -- The version that is offered, once the quote is sent.
  plan_version integer,
  -- What an add-on goes on: a subscription, or a draft of the same quote.
  parent_id uuid,
  quantity integer not null check (quantity between 1 and 1000000),
  price_override_minor bigint check (price_override_minor >= 0),
  -- What it is to log in by; nothing is reserved.
  username text,
  -- A discount by hand from its first day on.
  discount jsonb,
  primary key (account_id, id),
  unique (account_id, quote_id, line_no),
  foreign key (account_id, quote_id) references crm.quote (account_id, id),
  foreign key (plan_id, plan_version) references tariffs.plan_version (plan_id, version)
);
select kernel.audit_table('subscriptions.draft');
select kernel.scope_rows('subscriptions.draft');

-- Lines of a quote that was sent stay as they were.
create function subscriptions.keep_draft() returns trigger language plpgsql as $$
begin
  if exists (select from crm.quote q where q.account_id = coalesce(new.account_id, old.account_id) and q.id = coalesce(new.quote_id, old.quote_id) and q.state <> 'draft') then
    raise exception 'a line of a quote that was sent does not change';
  end if;
  return coalesce(new, old);
end $$;
create trigger keep before insert or update or delete on subscriptions.draft for each row execute function subscriptions.keep_draft();

-- Which quote a subscription or a charge comes from.
alter table subscriptions.subscription add column quote_id uuid,
  add foreign key (account_id, quote_id) references crm.quote (account_id, id);
select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on,billed_on,settled_to,recurring_to,usage_to,setup_fee_billed,recount_from,end_fee_billed}');
alter table billing.charge add column quote_id uuid,
  add foreign key (account_id, quote_id) references crm.quote (account_id, id);
select kernel.audit_table('billing.charge', derived_columns => '{invoice_id,line_no}');

-- Quotes are numbered in a series of their own.
alter table billing.number_series drop constraint number_series_kind_check;
alter table billing.number_series add constraint number_series_kind_check check (kind in ('invoice', 'credit-note', 'quote'));
insert into billing.number_series (legal_entity_id, kind, pattern) select id, 'quote', 'Q-{YYYY}-{000000}' from billing.legal_entity;
