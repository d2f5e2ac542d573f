-- Proxying (RFC 2865 2.3): log-ins and accounting of realms that are not ours go to home servers.

-- A RADIUS server of somebody else that we ask.
create table aaa.home_server (
  id uuid primary key,
  name text not null unique,
  address inet not null check (masklen(address) = case family(address) when 4 then 32 else 128 end),
  transport text not null check (transport in ('udp', 'radsec')),
  -- Over RadSec the one TCP port for everything.
  auth_port integer not null check (auth_port between 1 and 65535),
  acct_port integer not null check (acct_port between 1 and 65535),
  secret_sealed bytea not null,
  -- Over RadSec: the DNS name its certificate must say, the authority it is believed by, and what we show.
  tls_name text,
  authority_pem text,
  chain_pem text,
  key_sealed bytea,
  response_window_ms integer not null check (response_window_ms between 100 and 30000),
  -- Without any answer for so long it is dead.
  dead_after_s integer not null check (dead_after_s between 1 and 600),
  -- How one that does not answer is asked whether it is there (RFC 5997), and how often.
  probe text not null check (probe in ('status-server', 'log-in', 'none')),
  probe_every_s integer not null check (probe_every_s between 1 and 600),
  probe_username text,
  probe_password_sealed bytea,
  -- Without a probe: so long after it died it is tried again.
  revive_after_s integer not null check (revive_after_s between 1 and 86400),
  message_authenticator text not null check (message_authenticator in ('required', 'auto')),
  signs_since timestamptz,
  -- Whether it may change or end sessions of its realms (RFC 5176).
  may_send_coa boolean not null,
  state text not null default 'active' check (state in ('active', 'disabled')),
  created_at timestamptz not null,
  check (transport <> 'radsec' or (tls_name is not null and authority_pem is not null and chain_pem is not null and key_sealed is not null)),
  check (probe <> 'log-in' or (probe_username is not null and probe_password_sealed is not null))
);
select kernel.audit_table('aaa.home_server', '{secret_sealed,key_sealed,probe_password_sealed}');

create table aaa.home_pool (
  id uuid primary key,
  name text not null unique,
  mode text not null check (mode in ('fail-over', 'load-balance')),
  -- What a NAS is told when nobody answers.
  when_dead text not null check (when_dead in ('silence', 'reject')),
  created_at timestamptz not null
);
select kernel.audit_table('aaa.home_pool');

create table aaa.home_pool_member (
  pool_id uuid not null references aaa.home_pool (id) on delete cascade,
  server_id uuid not null references aaa.home_server (id),
  position integer not null,
  weight integer not null check (weight between 1 and 100),
  primary key (pool_id, server_id)
);
create index home_pool_member_server on aaa.home_pool_member (server_id);
select kernel.audit_table('aaa.home_pool_member');

-- What is done with users of a realm: 'example.net', '*.example.net' (all below it) or '*' (every realm nobody knows).
create table aaa.realm (
  id uuid primary key,
  name text not null unique check (name = lower(name) and octet_length(name) between 1 and 253),
  -- Null: they are ours.
  pool_id uuid references aaa.home_pool (id),
  strip boolean not null,
  accounting text not null check (accounting in ('forward', 'keep', 'both')),
  -- Whether its home servers may say where a session is tunnelled to.
  may_tunnel boolean not null,
  created_at timestamptz not null
);
create index realm_pool on aaa.realm (pool_id);
select kernel.audit_table('aaa.realm');

-- Who may ask, and who is asked: the directory reads both anew together.
create trigger note_insert after insert on aaa.home_server referencing new table as changed for each statement execute function aaa.note_nas();
create trigger note_update after update on aaa.home_server referencing new table as changed for each statement execute function aaa.note_nas();
create trigger note_delete after delete on aaa.home_server referencing old table as changed for each statement execute function aaa.note_nas();
create trigger note_insert after insert on aaa.home_pool referencing new table as changed for each statement execute function aaa.note_nas();
create trigger note_update after update on aaa.home_pool referencing new table as changed for each statement execute function aaa.note_nas();
create trigger note_delete after delete on aaa.home_pool referencing old table as changed for each statement execute function aaa.note_nas();
create trigger note_insert after insert on aaa.realm referencing new table as changed for each statement execute function aaa.note_nas();
create trigger note_update after update on aaa.realm referencing new table as changed for each statement execute function aaa.note_nas();
create trigger note_delete after delete on aaa.realm referencing old table as changed for each statement execute function aaa.note_nas();
create function aaa.note_pool_member() returns trigger language plpgsql as $$
begin
  insert into aaa.change (kind, row_id) select distinct 'nas', pool_id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $$;
create trigger note_insert after insert on aaa.home_pool_member referencing new table as changed for each statement execute function aaa.note_pool_member();
create trigger note_delete after delete on aaa.home_pool_member referencing old table as changed for each statement execute function aaa.note_pool_member();

-- How a port of a home server does, as the RADIUS role sees it.
create table aaa.home_health (
  server_id uuid not null references aaa.home_server (id) on delete cascade,
  port text not null check (port in ('auth', 'acct', 'radsec')),
  state text not null check (state in ('up', 'silent', 'dead')),
  since timestamptz not null,
  why text not null,
  heard_at timestamptz,
  asked bigint not null,
  answered bigint not null,
  unanswered bigint not null,
  distrusted bigint not null,
  primary key (server_id, port)
);

-- Accounting records that were acknowledged to a NAS and are still to be delivered to a home pool. Their attributes as they came, but for
-- Message-Authenticator, passwords and Acct-Delay-Time, which grows.
create table aaa.home_record (
  id bigint generated always as identity primary key,
  pool_id uuid not null references aaa.home_pool (id),
  -- Made of sender, identifier and authenticator: what a NAS repeats is one record.
  digest bytea not null unique,
  -- Records of one session are delivered one after the other.
  session text not null,
  attributes bytea not null,
  delay_s bigint not null,
  received_at timestamptz not null,
  attempts integer not null default 0,
  -- When it is to be tried, and until when whoever tries it has it.
  due_at timestamptz not null default now(),
  leased_until timestamptz not null default now()
);
create index home_record_due on aaa.home_record (due_at, id);
create index home_record_session on aaa.home_record (session, id);
create index home_record_pool on aaa.home_record (pool_id, id);

-- A log-in that no home server answered: the NAS heard nothing.
alter table aaa.login drop constraint login_outcome_check;
alter table aaa.login add constraint login_outcome_check check (outcome in ('accept', 'reject', 'walled', 'silence'));

-- Addresses that asked by RADIUS lately and are no NAS of ours; what they call themselves is what anybody can write.
create table aaa.stranger (
  address inet primary key,
  nas_identifier text,
  code smallint not null,
  count bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null
);
create index stranger_last on aaa.stranger (last_at);
