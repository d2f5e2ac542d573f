-- Sessions at once are a term of a plan.
alter table tariffs.plan_version add column simultaneous integer not null default 1 check (simultaneous between 1 and 1000);

-- A session is closed, too, when its own station begins the next: its Stop was lost.
alter table aaa.session drop constraint session_closed_by_check;
alter table aaa.session add constraint session_closed_by_check check (closed_by in ('stop', 'nas-restart', 'stale', 'gone', 'replaced'));

-- Who closes a session of somebody online says so, as the packets' way counts them in memory.
alter table aaa.change drop constraint change_kind_check;
alter table aaa.change add constraint change_kind_check check (kind in ('nas', 'subscription', 'certificate', 'online'));
