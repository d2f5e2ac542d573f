-- How home servers do is seen by each RADIUS process for itself: each has rows of its own, and says every few seconds that it still sees so.
delete from aaa.home_health;
alter table aaa.home_health drop constraint home_health_pkey;
alter table aaa.home_health add column process_id uuid not null;
-- Of the database's clock.
alter table aaa.home_health add column seen_at timestamptz not null default now();
alter table aaa.home_health add primary key (server_id, port, process_id);
