-- By which log-in a session came: a Class of ours says the stamp that the log-in had when it was let on. It gets another with each change of its name or password.
alter table aaa.credential add column stamp integer not null default floor(random() * 4294967296 - 2147483648)::integer;
