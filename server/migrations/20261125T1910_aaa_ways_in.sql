-- Ways in other than a typed password: a log-in may be a MAC address or a line, and be bound to a station, a port or a VLAN.

-- What a NAS's log-ins may be. A MAC is no secret, so it is not taken unless said.
alter table aaa.nas add column mac_auth boolean not null default false;
-- By what subscribers are found there, when they send no PPP: by name, by the line they come from, or by the MAC of their station.
alter table aaa.nas add column identify_by text not null default 'name' check (identify_by in ('name', 'line', 'mac'));
-- Whose log-ins to the device itself are answered: nobody's; those for Service-Type Administrative or NAS-Prompt; those for Login that name no port, too.
alter table aaa.nas add column device_log_in text not null default 'off' check (device_log_in in ('off', 'administrative', 'login'));

-- A credential is a name with a password, a MAC address, or a line: what a NAS says of where somebody comes from (RFC 4679 3.3.1, 3.3.2).
-- username of a MAC is its twelve hexadecimal digits, of a line what people read.
alter table aaa.credential add column kind text not null default 'password' check (kind in ('password', 'mac', 'line'));
alter table aaa.credential alter column password_sealed drop not null;
alter table aaa.credential add constraint credential_password check ((kind = 'password') = (password_sealed is not null));
-- Of a line: at which NAS, null for any, and what that says. Octets that are no text are written as 0x and hexadecimal digits.
alter table aaa.credential add column line_nas_id uuid references aaa.nas (id);
alter table aaa.credential add column circuit_id text;
alter table aaa.credential add column remote_id text;
alter table aaa.credential add constraint credential_line
  check ((kind = 'line') = (coalesce(circuit_id, remote_id) is not null) and (kind = 'line' or line_nas_id is null));

-- What a credential is bound to, beside its station (mac): a port with its NAS, and a VLAN ("100", or "100.200" outer and inner). Null is any.
-- With learn, the first that comes is pinned.
alter table aaa.credential add column port text check (octet_length(port) between 1 and 508);
alter table aaa.credential add column port_nas_id uuid references aaa.nas (id);
alter table aaa.credential add constraint credential_port check ((port is null) = (port_nas_id is null));
alter table aaa.credential add column vlan text check (vlan ~ '^[0-9]{1,4}(\.[0-9]{1,4})?$');
alter table aaa.credential add column learn text[] not null default '{}' check (learn <@ '{mac,port,vlan}');

-- A name is taken once within its kind.
alter table aaa.username add column kind text not null default 'password' check (kind in ('password', 'mac', 'line'));
alter table aaa.username drop constraint username_pkey;
alter table aaa.username add primary key (kind, username);

-- The way somebody came in by, and what was seen when that did not fit.
alter table aaa.login add column way text not null default 'password' check (way in ('password', 'mac', 'line', 'device'));
alter table aaa.login add column detail text;
create index login_way on aaa.login (id desc) where way <> 'password';

-- Log-ins of staff to the routers themselves, with a password of their own. What they may do there is told by identity's roles.
create table aaa.device_user (
  -- Of the member of staff.
  id uuid primary key,
  username text not null unique check (username ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  password_sealed bytea not null,
  level text not null check (level in ('read', 'operate', 'full')),
  changed_at timestamptz not null
);
select kernel.audit_table('aaa.device_user', '{password_sealed}');

alter table aaa.change drop constraint change_kind_check;
alter table aaa.change add constraint change_kind_check check (kind in ('nas', 'subscription', 'certificate', 'online', 'pool', 'device-user'));
create function aaa.note_device_user() returns trigger language plpgsql as $$
begin
  insert into aaa.change (kind, row_id) select 'device-user', id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $$;
create trigger note_insert after insert on aaa.device_user referencing new table as changed for each statement execute function aaa.note_device_user();
create trigger note_update after update on aaa.device_user referencing new table as changed for each statement execute function aaa.note_device_user();
create trigger note_delete after delete on aaa.device_user referencing old table as changed for each statement execute function aaa.note_device_user();

-- What the staff of a role may do on the routers.
alter table identity.role add column device_level text not null default 'none' check (device_level in ('none', 'read', 'operate', 'full'));
update identity.role set device_level = 'full' where builtin and code in ('owner', 'network');
update identity.role set device_level = 'read' where builtin and code = 'support';
