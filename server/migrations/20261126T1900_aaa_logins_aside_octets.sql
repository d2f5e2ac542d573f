-- What was put aside is kept as octets from now on (`writeSeen`, aaa/accounting/seen-log-in.ts). Log-ins that a version before this one left there as text are written into the log.
insert into aaa.login (at, account_id, subscription_id, username, nas_id, calling_station_id, outcome, reason, way, detail)
select to_timestamp(f[1]::float8 / 1000), f[2]::uuid, f[3]::uuid, coalesce(f[4], ''), f[5]::uuid, f[6], f[7], f[8], f[9], f[10]
from aaa.login_aside as t, string_to_table(rtrim(convert_from(t.rows, 'UTF8'), U&'\001E'), U&'\001E') with ordinality as line (text, n),
  lateral (select string_to_array(line.text, U&'\001F', '') as f offset 0) as fields
order by t.id, line.n;
delete from aaa.login_aside;
