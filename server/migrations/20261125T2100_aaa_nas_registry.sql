-- The registry of NASes: tags, a secret that is being changed, what may be changed by CoA there, and how each is.
alter table aaa.nas add column tags text[] not null default '{}';
create index nas_tags on aaa.nas using gin (tags);
-- The secret that comes; while there is one, requests under either are believed.
alter table aaa.nas add column next_secret_sealed bytea;
alter table aaa.nas add column next_secret_made_at timestamptz;
alter table aaa.nas add constraint nas_next_secret check ((next_secret_sealed is null) = (next_secret_made_at is null));
-- What an operator knows of it better than its make's row; null: as the make does.
alter table aaa.nas add column coa_rate boolean;
alter table aaa.nas add column coa_wall boolean;
alter table aaa.nas add column session_keys text[] check (cardinality(session_keys) > 0);
select kernel.audit_table('aaa.nas', '{secret_sealed,next_secret_sealed}');

-- What a NAS said it does not support (Error-Cause 401, 402, 405, 406, 501), and how often; from twice on it is not asked for it any more.
create table aaa.nas_unsupported (
  nas_id uuid not null references aaa.nas (id),
  change text not null check (change in ('rate', 'wall')),
  times integer not null,
  error_cause integer not null,
  last_at timestamptz not null,
  primary key (nas_id, change)
);

select kernel.audit_table('aaa.nas_unsupported');

-- How each NAS is, as the packets' way (every ten seconds), CoA and a count (every minute) say. No row: nothing was heard of it yet.
create table aaa.nas_health (
  nas_id uuid primary key references aaa.nas (id),
  auth_heard_at timestamptz,
  acct_heard_at timestamptz,
  wrong_secret_at timestamptz,
  -- Said again while it has a connection over TLS.
  radsec_seen_at timestamptz,
  -- While its secret is changed: when a request was last proven by each, and since when by the next one alone.
  current_secret_at timestamptz,
  next_secret_at timestamptz,
  next_secret_since timestamptz,
  -- The last CoA or Disconnect.
  coa_at timestamptz,
  coa_outcome text check (coa_outcome in ('ack', 'nak', 'timeout', 'unreachable')),
  coa_error_cause integer,
  -- When one was answered last, whatever was said.
  coa_answered_at timestamptz,
  -- The last question put to it by hand: a CoA that names no session.
  asked_at timestamptz,
  ask_address inet,
  ask_outcome text check (ask_outcome in ('ack', 'nak', 'timeout')),
  ask_error_cause integer,
  ask_ms integer,
  -- By which secret it answered: the current or the next.
  ask_secret text check (ask_secret in ('current', 'next')),
  -- Open sessions, and those of them whose interim record is missing.
  sessions integer not null default 0,
  sessions_silent integer not null default 0,
  counted_at timestamptz
) with (fillfactor = 50);

-- What came from each NAS by quarter of an hour. Kept for eight days.
create table aaa.nas_quarter (
  nas_id uuid not null,
  quarter_at timestamptz not null,
  requests bigint not null default 0,
  accepts bigint not null default 0,
  walled bigint not null default 0,
  rejects bigint not null default 0,
  accounting bigint not null default 0,
  repeated bigint not null default 0,
  wrong_secret bigint not null default 0,
  discards bigint not null default 0,
  primary key (nas_id, quarter_at)
) with (fillfactor = 70);

-- Where RADIUS is listened for, as each process says every ten seconds: what a NAS is to be told.
create table aaa.radius_server (
  id uuid primary key,
  addresses text[] not null,
  auth_port integer not null,
  acct_port integer not null,
  radsec_port integer,
  seen_at timestamptz not null
);

create index coa_nas on aaa.coa (nas_id, sent_at desc, id desc);

-- The speed of the time between the last two records, kbit/s.
alter table aaa.session add column seen_rate_down_kbps integer;
alter table aaa.session add column seen_rate_up_kbps integer;

-- Many sessions that are to be ended at once, and what came of each.
create table aaa.bulk_disconnect (
  id uuid primary key,
  cause text not null,
  requested_at timestamptz not null,
  requested_by text not null
);
select kernel.audit_table('aaa.bulk_disconnect');
create table aaa.bulk_disconnect_session (
  account_id uuid not null,
  bulk_id uuid not null references aaa.bulk_disconnect (id),
  session_id uuid not null,
  -- null: still to be spoken to. gone: it had ended, or its NAS does not know it.
  outcome text check (outcome in ('ack', 'gone', 'nak', 'timeout')),
  error_cause integer,
  primary key (bulk_id, account_id, session_id)
);
select kernel.scope_rows('aaa.bulk_disconnect_session');
