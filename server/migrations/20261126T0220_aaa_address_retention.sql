-- Who had an address is kept for two years, as sessions are, unless it is set otherwise.
alter table aaa.retention drop constraint retention_kind_check;
alter table aaa.retention add constraint retention_kind_check check (kind in ('quarters', 'hours', 'days', 'sessions', 'addresses', 'logins', 'coa'));
insert into aaa.retention values ('addresses', 731);
