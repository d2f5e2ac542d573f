-- A vacuum that gives the end of the table back to the system locks out whoever writes it, and in a peak that is everybody.
alter table aaa.record_journal set (vacuum_truncate = false);
alter table aaa.login_aside set (vacuum_truncate = false);
