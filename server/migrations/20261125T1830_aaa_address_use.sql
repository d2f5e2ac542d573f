-- Who had an address, when. GiST for uuid, so that one constraint can say "of another holder": a contrib module that comes with PostgreSQL.
create extension if not exists btree_gist;

-- True for addresses that are the same thing in many places at once: private, shared (CGNAT), link-local, loopback, unique local.
create function aaa.is_reused(what inet) returns boolean language sql immutable parallel safe as $$
  select what <<= any ('{10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.168.0.0/16,fc00::/7,fe80::/10}'::inet[])
$$;

create table aaa.address_use (
  -- All zero, like subscription_id, for a use of a user nobody knows.
  account_id uuid not null,
  -- Made of what the use is, so the same news always makes the same row.
  id uuid not null,
  subscription_id uuid not null,
  -- Null for a port block whose session nobody could name.
  session_id uuid,
  nas_id uuid not null,
  kind text not null check (kind in ('framed-ip', 'framed-ipv6-address', 'framed-ipv6-prefix', 'delegated-ipv6-prefix', 'port-block')),
  -- The address, or the prefix.
  what inet not null,
  -- The ports of a port block; every other use has them all.
  ports int4range check (ports <@ int4range(0, 65536) and not isempty(ports)),
  -- The address behind a port block, as its NAS knows it.
  inside inet,
  -- Where `what` is one thing: its NAS for an address that others use too, all zero for the whole network.
  realm uuid not null,
  -- Who has it: the subscription; of a user nobody knows the session, or else the use itself.
  holder uuid not null,
  -- When a record first told of it; a session's first use goes back to its beginning.
  told_at timestamptz not null,
  from_at timestamptz not null,
  to_at timestamptz check (to_at >= from_at),
  -- What ended it: what closed its session, another address for the session, the NAS's word (a port block), or the next holder's beginning.
  ended_by text check (ended_by in ('stop', 'nas-restart', 'stale', 'gone', 'replaced', 'changed', 'released', 'next-holder')),
  primary key (account_id, id),
  check ((to_at is null) = (ended_by is null)),
  check ((kind = 'port-block') = (ports is not null)),
  check (kind = 'port-block' or session_id is not null),
  -- One holder at a time, from a moment on (inclusive) up to a moment (exclusive). Only operators that PostgreSQL's own GiST answers by one way down the tree.
  constraint address_use_one_holder exclude using gist (
    what inet_ops with &&,
    tstzrange(from_at, to_at) with &&,
    coalesce(ports, int4range(0, 65536)) with &&,
    realm with =,
    holder with <>
  )
);
create index address_use_session on aaa.address_use (session_id) where session_id is not null;
-- For a retention that is still to come: uses lie on disk nearly in the order they ended.
create index address_use_to on aaa.address_use using brin (to_at);
select kernel.scope_rows('aaa.address_use');

-- Sessions whose addresses, beginning or end the last commits changed, and what was told then: written by those commits, taken by aaa.fill-address-uses.
-- Without a key or an index, as every Start and Stop pays for it; rows are taken in whatever order they are found.
create table aaa.address_note (
  account_id uuid not null,
  session_id uuid not null,
  at timestamptz not null,
  framed_ip inet,
  framed_ipv6_address inet,
  framed_ipv6_prefix cidr,
  delegated_ipv6_prefix cidr
);

-- What the last record changed of a session's addresses, its beginning or its end; the statement that writes it hands it on to address_note.
alter table aaa.session add column changed_addresses boolean not null default false;

insert into aaa.address_note
select account_id, id, heard_at, framed_ip, framed_ipv6_address, framed_ipv6_prefix, delegated_ipv6_prefix from aaa.session
where coalesce(framed_ip, framed_ipv6_address, framed_ipv6_prefix, delegated_ipv6_prefix) is not null;

-- Some questions are recorded too: who asked about what.
alter table kernel.audit drop constraint audit_op_check;
alter table kernel.audit add constraint audit_op_check check (op in ('insert', 'update', 'delete', 'read'));

-- Records a question in this transaction, whoever asks it.
create function kernel.audit_read(relation text, question jsonb) returns void language sql security definer set search_path = pg_catalog as $$
  insert into kernel.audit (at, actor, request_id, relation, op, after)
  values (kernel.business_now(), coalesce(nullif(current_setting('isp.actor', true), ''), 'database:' || session_user),
    coalesce(current_setting('isp.request', true), ''), relation, 'read', question)
$$;
