-- RADIUS over TLS (RFC 6614). What we show there, and whose certificates of NASes we trust, is kept as for EAP over TLS: one row for each purpose.
alter table aaa.eap_certificate rename to certificate;
alter table aaa.certificate rename constraint eap_certificate_pkey to certificate_pkey;
alter table aaa.certificate add column purpose text not null default 'eap' unique check (purpose in ('eap', 'radsec'));
alter table aaa.certificate alter column purpose drop default;
alter table aaa.certificate drop column sole;
-- A NAS that comes over TLS always has an authority that says which certificates are its own.
alter table aaa.certificate add constraint certificate_radsec_authority check (purpose <> 'radsec' or client_ca_pem is not null);

-- By which certificate a NAS is known: its SHA-256 fingerprint ("AB:CD:…") or a DNS name that it says. Null: it does not come over TLS.
alter table aaa.nas add column radsec_identity text unique;
-- Until when the certificate that we issued last for it is good.
alter table aaa.nas add column radsec_certificate_ends_at timestamptz;
