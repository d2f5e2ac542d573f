-- Vouchers: codes that are log-ins by themselves, good for so long and so much. A voucher's row is its log-in, its access and its allowance in one,
-- so that ten thousand of them are ten thousand rows; what they give stands with their batch.

create table aaa.voucher_batch (
  account_id uuid not null references crm.account (id),
  id uuid not null,
  name text not null,
  size integer not null check (size between 1 and 10000),
  -- The shape of the codes: what they begin with, and how many characters are drawn of which.
  code_prefix text not null check (code_prefix ~ '^[A-Z0-9]{0,8}$'),
  code_alphabet text not null check (code_alphabet in ('letters-digits', 'digits')),
  code_length integer not null check (code_length between 4 and 16),
  -- Digits of the PIN that is asked for as the password; 0: the code alone is enough.
  pin_length integer not null check (pin_length between 0 and 8),
  -- What a voucher gives: seconds connected, octets of both directions, seconds from its first log-in on; null is without end.
  time_s integer check (time_s > 0),
  octets bigint check (octets > 0),
  valid_s integer check (valid_s > 0),
  rate_down_kbps integer check (rate_down_kbps > 0),
  rate_up_kbps integer check (rate_up_kbps > 0),
  simultaneous integer not null check (simultaneous between 1 and 1000),
  -- Whether the first station that comes is the only one.
  binds_device boolean not null,
  -- The last day of the zone on which a voucher may be used first, and the moment that day is over.
  use_by_on date,
  use_before timestamptz,
  -- What is printed: who it is from, what it costs (printed only: nothing is charged), and where the hotspot's log-in page is.
  heading text not null,
  price_minor bigint check (price_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  zone text not null,
  login_url text,
  cancelled_at timestamptz,
  created_at timestamptz not null,
  -- By id first: a batch, and a voucher, is looked up by its id alone too.
  primary key (id, account_id),
  unique (account_id, name),
  check ((rate_down_kbps is null) = (rate_up_kbps is null)),
  check ((use_by_on is null) = (use_before is null)),
  check (coalesce(time_s::bigint, octets, valid_s) is not null)
);
create index voucher_batch_created on aaa.voucher_batch (created_at, id);
select kernel.audit_table('aaa.voucher_batch');
select kernel.scope_rows('aaa.voucher_batch');

create table aaa.voucher (
  account_id uuid not null,
  -- Stands where a subscription's id stands, in sessions, log-ins and use.
  id uuid not null,
  batch_id uuid not null,
  -- Counted from 1 in its batch.
  number integer not null,
  -- Sealed like a password, which it is; the last characters tell people which it is.
  code_sealed bytea not null,
  code_ending text not null check (length(code_ending) = 2),
  pin_sealed bytea,
  -- The station it is bound to.
  mac text check (mac ~ '^[0-9a-f]{12}$'),
  cancelled_at timestamptz,
  -- From here on everything follows from log-ins and use.
  state text not null check (state in ('unused', 'in-use', 'used-up', 'expired', 'cancelled')),
  -- What a person reads at the next log-in.
  reason text not null,
  first_used_at timestamptz,
  expires_at timestamptz,
  used_s integer not null default 0,
  used_octets bigint not null default 0,
  -- The next moment at which the state may change without any use.
  changes_at timestamptz,
  ended_at timestamptz,
  derived_at timestamptz not null,
  primary key (id, account_id),
  unique (account_id, batch_id, number),
  foreign key (batch_id, account_id) references aaa.voucher_batch (id, account_id)
);
create index voucher_state on aaa.voucher (account_id, batch_id, state);
create index voucher_changes on aaa.voucher (changes_at) where changes_at is not null;
create index voucher_metered on aaa.voucher (account_id, id) where state = 'in-use';
create index voucher_begun on aaa.voucher (account_id, id) where first_used_at is not null;
-- Ten thousand were made by one act, which the batch's audit tells. What is done to one of them is told here.
create trigger audit after update on aaa.voucher for each row
  when (old.cancelled_at is distinct from new.cancelled_at or (old.mac is not null and new.mac is null))
  execute function kernel.audit_row('{code_sealed,pin_sealed}');
select kernel.scope_rows('aaa.voucher');

create function aaa.note_voucher() returns trigger language plpgsql as $$
begin
  insert into aaa.change (kind, account_id, row_id) select 'subscription', account_id, id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $$;
create trigger note_insert after insert on aaa.voucher referencing new table as changed for each statement execute function aaa.note_voucher();
create trigger note_update after update on aaa.voucher referencing new table as changed for each statement execute function aaa.note_voucher();
create trigger note_delete after delete on aaa.voucher referencing old table as changed for each statement execute function aaa.note_voucher();

-- A code is claimed by its keyed digest, beside the names people log in with.
alter table aaa.username drop constraint username_kind_check;
alter table aaa.username add constraint username_kind_check check (kind in ('password', 'mac', 'line', 'voucher'));

update identity.role set permissions = permissions || '{vouchers.read,vouchers.write,vouchers.codes}' where builtin and code in ('billing', 'support', 'network');
update identity.role set permissions = permissions || '{vouchers.read}' where builtin and code = 'read-only';
