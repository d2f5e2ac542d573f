-- More of a service than one, services on top of a service, and what kind of thing a plan sells.

alter table tariffs.plan
  drop constraint plan_kind_check,
  add constraint plan_kind_check check (kind in ('internet', 'voice', 'tv', 'recurring', 'add-on', 'one-time')),
  -- Of an add-on: the plans whose subscriptions it may be added to; null: any.
  add column parent_plan_ids uuid[] check (parent_plan_ids <> '{}'),
  add constraint plan_parents_check check (parent_plan_ids is null or kind = 'add-on');

-- How many of it from that day on, each at the segment's price.
alter table subscriptions.segment add column quantity integer not null default 1 check (quantity between 1 and 1000000);

-- The subscription that it was added to, with which it pauses, is suspended and ends.
alter table subscriptions.subscription
  add column parent_id uuid check (parent_id <> id),
  add foreign key (account_id, parent_id) references subscriptions.subscription (account_id, id);
select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on,billed_on,settled_to,recurring_to,usage_to,setup_fee_billed}');
