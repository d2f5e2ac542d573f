-- What EAP over TLS shows of us, and whom it trusts: one for the installation.
create table aaa.eap_certificate (
  id uuid primary key,
  sole boolean not null default true unique check (sole),
  -- Our certificate and those that lead to its authority, PEM, ours first.
  chain_pem text not null,
  key_sealed bytea not null,
  -- The authority of the certificates that subscribers log in with by EAP-TLS, and what it has revoked.
  client_ca_pem text,
  client_crl_pem text,
  changed_at timestamptz not null
);
select kernel.audit_table('aaa.eap_certificate', '{key_sealed}');

alter table aaa.change drop constraint change_kind_check;
alter table aaa.change add constraint change_kind_check check (kind in ('nas', 'subscription', 'certificate'));

create function aaa.note_certificate() returns trigger language plpgsql as $$
begin
  insert into aaa.change (kind, row_id) select 'certificate', id from changed;
  perform pg_notify('isp_aaa', '');
  return null;
end $$;
create trigger note_insert after insert on aaa.eap_certificate referencing new table as changed for each statement execute function aaa.note_certificate();
create trigger note_update after update on aaa.eap_certificate referencing new table as changed for each statement execute function aaa.note_certificate();
create trigger note_delete after delete on aaa.eap_certificate referencing old table as changed for each statement execute function aaa.note_certificate();
