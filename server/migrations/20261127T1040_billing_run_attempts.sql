-- How often a run was begun: its pieces check that the attempt they belong to is still the last one, and hold the row shared until they commit.
alter table billing.bill_run add column attempt integer not null default 1;
