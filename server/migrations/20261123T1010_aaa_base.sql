create schema aaa;
grant usage on schema aaa to isp_scoped;

-- A NAS client: who may ask, known by its source address.
create table aaa.nas (
  id uuid primary key,
  name text not null unique,
  address cidr not null unique,
  secret_sealed bytea not null,
  vendor text not null,
  coa_port integer not null default 3799 check (coa_port between 1 and 65535),
  require_message_authenticator boolean not null default true,
  state text not null default 'active' check (state in ('active', 'disabled')),
  created_at timestamptz not null
);
select kernel.audit_table('aaa.nas', '{secret_sealed}');

-- A name to log in with. Names are unique over all accounts; the claim is a table of its own so that credential can be spread by account.
create table aaa.username (
  username text primary key check (octet_length(username) between 1 and 253),
  account_id uuid not null references crm.account (id),
  credential_id uuid not null
);

create table aaa.credential (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  subscription_id uuid not null,
  username text not null,
  password_sealed bytea not null,
  -- Only this station may log in, when set: its MAC address in twelve hexadecimal digits.
  mac text check (mac ~ '^[0-9a-f]{12}$'),
  state text not null default 'active' check (state in ('active', 'disabled')),
  created_at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
create index credential_subscription on aaa.credential (account_id, subscription_id);
create index credential_username on aaa.credential (username text_pattern_ops);
create index credential_mac on aaa.credential (mac text_pattern_ops) where mac is not null;
select kernel.audit_table('aaa.credential', '{password_sealed}');

-- What access a subscription deserves: derived by flows/access.ts, answered from by RADIUS.
create table aaa.access (
  account_id uuid not null,
  subscription_id uuid not null,
  mode text not null check (mode in ('allow', 'walled', 'deny')),
  reason text not null,
  rate_down_kbps integer,
  rate_up_kbps integer,
  -- Always this address, when set; else the NAS takes one of its own pools.
  framed_ip inet check (family(framed_ip) = 4 and masklen(framed_ip) = 32),
  session_timeout_s integer check (session_timeout_s > 0),
  -- The entitlement's end; no session outlives it.
  ends_at timestamptz,
  simultaneous integer not null default 1 check (simultaneous between 1 and 1000),
  changed_at timestamptz not null,
  primary key (account_id, subscription_id),
  foreign key (account_id, subscription_id) references subscriptions.subscription (account_id, id)
);
create index access_framed_ip on aaa.access (framed_ip) where framed_ip is not null;
select kernel.audit_table('aaa.access');

-- What the directory must read again. xid orders by transaction, so a reader that starts at the oldest running one misses nothing.
create table aaa.change (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in ('nas', 'subscription')),
  account_id uuid,
  row_id uuid not null,
  at timestamptz not null default now()
);
create index change_xid on aaa.change (xid, id);

create function aaa.note_nas() returns trigger language plpgsql as $$
begin
  insert into aaa.change (kind, row_id) select 'nas', id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $$;
create trigger note_insert after insert on aaa.nas referencing new table as changed for each statement execute function aaa.note_nas();
create trigger note_update after update on aaa.nas referencing new table as changed for each statement execute function aaa.note_nas();
create trigger note_delete after delete on aaa.nas referencing old table as changed for each statement execute function aaa.note_nas();

create function aaa.note_subscription() returns trigger language plpgsql as $$
begin
  insert into aaa.change (kind, account_id, row_id) select distinct 'subscription', account_id, subscription_id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $$;
create trigger note_insert after insert on aaa.credential referencing new table as changed for each statement execute function aaa.note_subscription();
create trigger note_update after update on aaa.credential referencing new table as changed for each statement execute function aaa.note_subscription();
create trigger note_delete after delete on aaa.credential referencing old table as changed for each statement execute function aaa.note_subscription();
create trigger note_insert after insert on aaa.access referencing new table as changed for each statement execute function aaa.note_subscription();
create trigger note_update after update on aaa.access referencing new table as changed for each statement execute function aaa.note_subscription();
create trigger note_delete after delete on aaa.access referencing old table as changed for each statement execute function aaa.note_subscription();

-- A session as its accounting records tell it; totals only grow. id is made from (NAS, client, Acct-Session-Id, User-Name, Class).
-- account_id and subscription_id are all zero for a session of a user nobody knows: its records are kept all the same.
create table aaa.session (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  nas_id uuid not null,
  started_at timestamptz not null,
  heard_at timestamptz not null,
  stopped_at timestamptz,
  -- input is what the NAS received from the subscriber (upload), output what it sent (download): RFC 2866 5.3, 5.4.
  input_octets bigint not null default 0,
  output_octets bigint not null default 0,
  -- What the last record added to the totals, and when it was: the statement that writes it hands it on to usage_quarter.
  added_input bigint not null default 0,
  added_output bigint not null default 0,
  added_at timestamptz,
  -- The session surely began after this; null when its Class says which one it is. A record that began after the session was last heard of is of another one.
  began_after timestamptz,
  -- Acct-Terminate-Cause, a vendor's too (RFC 2866 5.10).
  terminate_cause bigint,
  session_s integer not null default 0,
  -- What the NAS was told last, in the Accept or a CoA it acknowledged: null when nobody knows, 'gone' once it acknowledged a Disconnect.
  told_rate_down_kbps integer,
  told_rate_up_kbps integer,
  told_mode text check (told_mode in ('allow', 'walled', 'gone')),
  told_framed_ip inet,
  -- What closed it: its Stop, the NAS restarting, no news for three intervals, or the NAS saying it has no such session.
  closed_by text check (closed_by in ('stop', 'nas-restart', 'stale', 'gone')),
  username text not null,
  acct_session_id bytea not null,
  class bytea,
  -- Where its packets come from, and CoA goes to.
  client inet not null,
  -- What the NAS calls itself.
  nas_ip inet,
  nas_identifier text,
  nas_port_id text,
  framed_ip inet,
  framed_ipv6_address inet,
  framed_ipv6_prefix cidr,
  framed_interface_id text,
  delegated_ipv6_prefix cidr,
  calling_station_id text,
  called_station_id text,
  -- By id first: a session is looked up by its id alone too.
  primary key (id, account_id),
  check ((stopped_at is null) = (closed_by is null))
) with (fillfactor = 70);
-- Each index costs every Start and every Stop: names are found through credential.
create index session_open on aaa.session (nas_id, started_at) where stopped_at is null;
create index session_subscription on aaa.session (account_id, subscription_id, started_at desc);
create index session_started on aaa.session (started_at, id);

-- Octets of a session in a quarter of an hour, by the time of the record that brought them: what usage is rated from.
create table aaa.usage_quarter (
  account_id uuid not null,
  subscription_id uuid not null,
  quarter_at timestamptz not null,
  session_id uuid not null,
  input_octets bigint not null,
  output_octets bigint not null,
  primary key (account_id, subscription_id, quarter_at, session_id)
) with (fillfactor = 80);

-- Log-ins: what was asked and how it was answered, with the reason a person can read.
create table aaa.login (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  account_id uuid,
  subscription_id uuid,
  username text not null,
  nas_id uuid not null,
  calling_station_id text,
  outcome text not null check (outcome in ('accept', 'reject', 'walled')),
  reason text not null
);
create index login_account on aaa.login (account_id, id desc) where account_id is not null;
create index login_username on aaa.login (username text_pattern_ops, id desc);
create index login_at on aaa.login using brin (at);
create index login_rejected on aaa.login (id desc) where outcome = 'reject';

-- Datagrams that got no answer, counted by who sent them and why.
create table aaa.discard (
  on_day date not null,
  client text not null,
  reason text not null,
  count bigint not null,
  last_at timestamptz not null,
  primary key (on_day, client, reason)
);

-- Every CoA and Disconnect that was sent, and what came back.
create table aaa.coa (
  account_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  session_id uuid not null,
  nas_id uuid not null,
  kind text not null check (kind in ('coa', 'disconnect')),
  cause text not null,
  -- What the session should have become: {mode, rate_down_kbps, rate_up_kbps}.
  wanted jsonb not null,
  attempts integer not null default 0,
  -- sent: no answer yet; unreachable: not sent, as its NAS answers nothing; superseded: something newer was sent in its place.
  outcome text not null check (outcome in ('sent', 'ack', 'nak', 'timeout', 'unreachable', 'superseded')),
  error_cause integer,
  requested_at timestamptz not null,
  sent_at timestamptz not null,
  answered_at timestamptz,
  primary key (account_id, id)
);
create index coa_subscription on aaa.coa (account_id, subscription_id, requested_at desc);
create index coa_sent on aaa.coa (sent_at, id);
create index coa_session on aaa.coa (account_id, session_id, sent_at desc);

select kernel.scope_rows('aaa.access');
select kernel.scope_rows('aaa.session');
select kernel.scope_rows('aaa.usage_quarter');
select kernel.scope_rows('aaa.login');
select kernel.scope_rows('aaa.coa');
