-- A number made of what describes the session, as its last record told it: an interim that tells the same changes the counters alone.
alter table aaa.session add column described bigint;
