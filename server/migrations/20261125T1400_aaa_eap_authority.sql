-- The authority we made ourselves, when we did: devices trust it, and it issues the next certificate too.
alter table aaa.eap_certificate add column authority_pem text;
alter table aaa.eap_certificate add column authority_key_sealed bytea;
drop trigger audit on aaa.eap_certificate;
select kernel.audit_table('aaa.eap_certificate', '{key_sealed,authority_key_sealed}');
