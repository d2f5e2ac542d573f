-- NASes behind one address or in one range, told apart by what they call themselves (NAS-Identifier).
-- What a range does: 'off' takes all that comes from it for one NAS; 'refuse' answers those it has only; 'register' adds those that prove its secret by themselves.
alter table aaa.nas add column by_identifier text not null default 'off' check (by_identifier in ('off', 'refuse', 'register'));
-- So many that registered themselves may wait to be looked at.
alter table aaa.nas add column new_at_most integer not null default 250 check (new_at_most between 1 and 5000);
-- A NAS of a range: whose it is, and its NAS-Identifier. It is where its range is.
alter table aaa.nas add column range_id uuid;
alter table aaa.nas add column identifier text check (octet_length(identifier) between 1 and 253);
-- Registered by itself: when and from where it was seen first, and when an operator said what is to become of it.
alter table aaa.nas add column seen_first_at timestamptz;
alter table aaa.nas add column seen_first_from inet;
alter table aaa.nas add column looked_at timestamptz;
alter table aaa.nas add constraint nas_of_range check ((range_id is null) = (identifier is null));
alter table aaa.nas add constraint nas_no_nesting check (range_id is null or by_identifier = 'off');
alter table aaa.nas add constraint nas_identifier unique (range_id, identifier);
alter table aaa.nas add constraint nas_place unique (id, address);
alter table aaa.nas add constraint nas_range foreign key (range_id, address) references aaa.nas (id, address) on update cascade;
alter table aaa.nas drop constraint nas_address_key;
create unique index nas_address on aaa.nas (address) where range_id is null;
-- null: its range's.
alter table aaa.nas alter column secret_sealed drop not null;
alter table aaa.nas add constraint nas_secret check (secret_sealed is not null or range_id is not null);
-- Which of several secrets a log-in is under, its Message-Authenticator alone can prove.
alter table aaa.nas add constraint nas_own_secret check (range_id is null or secret_sealed is null or message_authenticator = 'required');
-- A log-in without Message-Authenticator proves nothing, so it registers nobody.
alter table aaa.nas add constraint nas_register check (by_identifier <> 'register' or message_authenticator = 'required');

-- The secrets a NAS is spoken to by, and whose they are: its own or its range's.
create view aaa.nas_secret as
  select n.id as nas_id, k.id as keeper_id, k.secret_sealed, k.next_secret_sealed, k.next_secret_made_at
  from aaa.nas n join aaa.nas k on k.id = case when n.secret_sealed is null then n.range_id else n.id end;

-- A stranger is an address; in a range that tells its NASes apart it is what calls itself so.
alter table aaa.stranger add column range_id uuid references aaa.nas (id);
alter table aaa.stranger add column called text generated always as (case when range_id is null then '' else coalesce(nas_identifier, '') end) stored;
alter table aaa.stranger drop constraint stranger_pkey;
alter table aaa.stranger add primary key (address, called);
