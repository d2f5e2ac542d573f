-- A sign-in of a subscriber: one account may have several.
create table identity.subscriber (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  -- What they type: an e-mail address or a user name.
  login text not null,
  name text not null,
  locale text not null default 'en',
  password_hash text not null,
  must_change boolean not null,
  state text not null default 'active' check (state in ('active', 'disabled')),
  created_at timestamptz not null,
  primary key (account_id, id)
);
create unique index subscriber_id on identity.subscriber (id);
create unique index subscriber_login on identity.subscriber (lower(login));
select kernel.audit_table('identity.subscriber', '{password_hash}');

-- Everyone who can sign in with a password, of whatever kind, with what their role permits.
create view identity.person as
  select 'staff'::text as kind, s.id, s.email as login, s.name, s.locale, s.role, r.permissions, s.password_hash, s.must_change, s.state,
    null::uuid as account_id, null::uuid as reseller_id
  from identity.staff s join identity.role r on r.code = s.role
  union all
  select 'subscriber', s.id, s.login, s.name, s.locale, r.code, r.permissions, s.password_hash, s.must_change, s.state, s.account_id, null
  from identity.subscriber s join identity.role r on r.code = 'subscriber'
  union all
  select 'reseller', u.id, u.email, u.name, u.locale, r.code, r.permissions, u.password_hash, u.must_change, u.state, null, u.reseller_id
  from identity.reseller_user u join identity.role r on r.code = 'reseller';

-- Sign-ins with the person's name, for the list.
create view identity.sign_in as
  select s.id, s.kind, s.person_id, p.name, p.login, s.client, s.user_agent, s.address, s.created_at, s.last_used_at, s.expires_at, s.ended_at
  from identity.session s join identity.person p on p.kind = s.kind and p.id = s.person_id;
