-- Log-ins that came in a flood, many to a row as `loginText` (aaa/store/log.ts) writes them: they are written into aaa.login when it is over. Nothing looks into them, so they are not compressed.
create table aaa.login_aside (
  id bigint generated always as identity primary key,
  rows bytea not null
);
alter table aaa.login_aside alter column rows set storage external;
