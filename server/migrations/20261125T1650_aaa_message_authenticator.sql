-- What is asked of a NAS's Access-Requests by UDP (CVE-2024-3596): always a Message-Authenticator; one from the first that had it on; or none.
alter table aaa.nas add column message_authenticator text not null default 'required' check (message_authenticator in ('required', 'auto', 'off'));
alter table aaa.nas add column signs_since timestamptz;
update aaa.nas set message_authenticator = 'auto' where not require_message_authenticator;
alter table aaa.nas drop column require_message_authenticator;
