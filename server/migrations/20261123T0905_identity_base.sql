-- Who may sign in, as what, and from where they have. No table here is granted to isp_scoped: identity answers for its own rows.
create schema identity;

-- A role: a named set of permissions, `room.verb`, `room.*` or `*`. Subscribers and resellers have one each; staff and clients choose among the rest.
create table identity.role (
  code text primary key,
  name text not null,
  audience text not null default 'staff' check (audience in ('staff', 'subscriber', 'reseller')),
  permissions text[] not null,
  builtin boolean not null default false,
  created_at timestamptz not null
);

insert into identity.role (code, name, audience, permissions, builtin, created_at) values
  ('owner', 'Owner', 'staff', '{*}', true, now()),
  ('billing', 'Billing', 'staff',
    '{crm.*,tariffs.*,subscriptions.read,subscriptions.write,billing.*,payments.*,aaa.read,network.read,resellers.*,messaging.read,reports.read}', true, now()),
  ('support', 'Support', 'staff',
    '{crm.*,tariffs.read,subscriptions.*,billing.read,payments.read,aaa.read,aaa.write,network.read,monitoring.read,resellers.read,messaging.*,reports.read}', true, now()),
  ('network', 'Network', 'staff',
    '{crm.read,crm.search,crm.timeline,tariffs.read,subscriptions.read,aaa.*,network.*,monitoring.*,reports.read}', true, now()),
  ('read-only', 'Read only', 'staff',
    '{crm.read,crm.search,crm.timeline,tariffs.read,subscriptions.read,billing.read,billing.runs,billing.ledger,payments.read,aaa.read,network.read,monitoring.read,resellers.read,messaging.read,reports.read}', true, now()),
  ('subscriber', 'Subscriber', 'subscriber',
    '{crm.read,tariffs.read,subscriptions.read,billing.read,payments.read}', true, now()),
  ('reseller', 'Reseller', 'reseller',
    '{crm.read,tariffs.read,subscriptions.read,billing.read,payments.read}', true, now());
select kernel.audit_table('identity.role');

-- A member of staff.
create table identity.staff (
  id uuid primary key,
  email text not null,
  name text not null,
  locale text not null default 'en',
  role text not null references identity.role (code),
  password_hash text not null,
  -- The password was made by someone else: its owner is asked to choose another.
  must_change boolean not null,
  state text not null default 'active' check (state in ('active', 'disabled')),
  created_at timestamptz not null
);
create unique index staff_email on identity.staff (lower(email));
create index staff_role on identity.staff (role);
select kernel.audit_table('identity.staff', '{password_hash}');

-- Someone who works for a reseller.
create table identity.reseller_user (
  id uuid primary key,
  reseller_id uuid not null,
  email text not null,
  name text not null,
  locale text not null default 'en',
  password_hash text not null,
  must_change boolean not null,
  state text not null default 'active' check (state in ('active', 'disabled')),
  created_at timestamptz not null
);
create unique index reseller_user_email on identity.reseller_user (lower(email));
create index reseller_user_reseller on identity.reseller_user (reseller_id, id);
select kernel.audit_table('identity.reseller_user', '{password_hash}');

-- An integration: signs in with a secret of 256 random bits, kept as a keyed digest. A new secret ends the tokens of the one before.
create table identity.client (
  id uuid primary key,
  client_id text not null unique,
  name text not null,
  role text not null references identity.role (code),
  secret_digest text not null,
  secret_version integer not null default 1,
  state text not null default 'active' check (state in ('active', 'disabled')),
  created_at timestamptz not null
);
create index client_role on identity.client (role);
select kernel.audit_table('identity.client', '{secret_digest}');

-- A sign-in of a person on one app in one browser; its id is the id of the OAuth grant. A token is good while its row is neither ended nor expired.
-- All moments here are real time, also in a sandbox.
create table identity.session (
  id uuid primary key,
  kind text not null check (kind in ('staff', 'subscriber', 'reseller')),
  person_id uuid not null,
  client text not null,
  -- The browser's own session at the provider, which would sign in again without asking.
  browser_uid text not null,
  user_agent text not null,
  address text not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_person on identity.session (person_id, id);
create index session_created on identity.session (created_at, id);
create index session_expires on identity.session (expires_at);

-- What the OAuth provider remembers between two requests. Its ids are bearer secrets, so a row has the digest of its id and its payload sealed.
create table identity.oidc (
  kind text not null,
  id text not null,
  uid text,
  person_id uuid,
  grant_id uuid,
  payload_sealed bytea not null,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (kind, id)
);
create index oidc_uid on identity.oidc (uid) where uid is not null;
create index oidc_grant on identity.oidc (grant_id) where grant_id is not null;
create index oidc_person on identity.oidc (person_id) where person_id is not null;
create index oidc_expires on identity.oidc (expires_at);

-- The keys that sign tokens (ES256), newest last.
create table identity.signing_key (
  kid text primary key,
  private_sealed bytea not null,
  created_at timestamptz not null
);
select kernel.audit_table('identity.signing_key', '{private_sealed}');

-- Failed sign-ins, by digest of whom or where from; a success forgets those of the person.
create table identity.throttle (
  key text primary key,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz not null
);
create index throttle_last on identity.throttle (last_at);
