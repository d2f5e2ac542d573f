/** The seed's SQL. A chunk of accounts is laid out in temporary tables first; then each real table gets its rows by one statement. */

/** Once a connection. `part` is a chunk's accounts, `bill` their invoices, `bill_day` the calendar of all. */
export const PREPARE = `
  create function pg_temp.made_id(kind integer, ms bigint, n bigint) returns uuid language sql immutable as
    $$ select (lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid $$;
  create temp table bill_day (d integer, k integer, from_on date, to_on date, counter bigint, skips_late boolean, unpaid_late boolean, suspended_on date, run_id uuid);
  create temp table offered (n integer, plan_id uuid, name text, price_minor bigint, tax_minor bigint, down integer, up integer, included bigint, unit_bytes bigint, unit_price numeric);
  create temp table part (i bigint, d integer, j bigint, late boolean, account_id uuid, subscription_id uuid, number text, username text, sealed bytea, name text,
    street text, postal_code text, city text, started_on date, address inet, plan_id uuid, plan_name text, price_minor bigint, tax_minor bigint, down integer, up integer,
    included bigint, unit_bytes bigint, unit_price numeric, suspended_on date) on commit delete rows;
  create temp table bill (i bigint, k integer, account_id uuid, subscription_id uuid, id uuid, number text, from_on date, to_on date, issued_at timestamptz,
    paid_on date, run_id uuid, octets bigint, octets_before bigint, session_id uuid, session_before uuid, began_at timestamptz) on commit delete rows`;

const FIRST = `array['Anna','Ben','Clara','David','Emma','Felix','Greta','Hannes','Ida','Jonas','Klara','Lars','Marie','Niklas','Ole','Paula','Rieke','Sven','Thea','Uwe','Vera','Wiebke','Yannick']`;
const LAST = `array['Ahlers','Boysen','Carstens','Dethlefs','Ehlers','Feddersen','Grimm','Hansen','Jensen','Kruse','Lorenzen','Matthiesen','Nissen','Ohlsen','Petersen','Reimers','Schlueter','Thomsen','Voss','Wulff','Zander']`;
const STREET = `array['Deichstrasse','Hafenweg','Marktstrasse','Lindenallee','Osterende','Birkenweg','Schulstrasse','Heideweg','Rosenstrasse']`;
const CITY = `array['Husum','Flensburg','Heide','Schleswig','Rendsburg','Kiel','Itzehoe']`;
const POSTAL = `array['25813','24937','25746','24837','24768','24103','25524']`;

/** $1 first account, $2 sealed passwords in hexadecimal, $3 first day, $4 milliseconds of it. */
export const LAY_OUT_ACCOUNTS = `
  insert into part
  select i, d, j, late, pg_temp.made_id(1, $4::bigint + i, i), pg_temp.made_id(2, $4::bigint + i, i), 'A' || (100001 + i), 'user' || digits, decode(sealed, 'hex'),
    (${FIRST})[1 + i % 23] || ' ' || (${LAST})[1 + (i / 23) % 21], (${STREET})[1 + i % 9] || ' ' || (1 + i % 140), (${POSTAL})[1 + i % 7], (${CITY})[1 + i % 7],
    $3::date + d, inet '100.64.0.0' + (i + 2), o.plan_id, o.name, o.price_minor, o.tax_minor, o.down, o.up, o.included, o.unit_bytes, o.unit_price,
    case when late then (select b.suspended_on from bill_day b where b.d = s.d and b.suspended_on is not null) end
  from (select $1::bigint + at - 1 as i, (($1::bigint + at - 1) % 28)::integer as d, ($1::bigint + at - 1) / 28 as j, (($1::bigint + at - 1) / 28) % 50 = 7 as late,
      lpad(($1::bigint + at - 1)::text, greatest(6, length(($1::bigint + at - 1)::text)), '0') as digits, sealed
    from unnest($2::text[]) with ordinality as u (sealed, at)) s
  join offered o on o.n = i % 10`;

/** $1 today, $2 zone. */
export const LAY_OUT_BILLS = `
  insert into bill
  select p.i, b.k, p.account_id, p.subscription_id, pg_temp.made_id(16, ms, p.i * 128 + b.k),
    'INV-' || extract(year from b.from_on) || '-' || lpad(no::text, greatest(6, length(no::text)), '0'), b.from_on, b.to_on, (b.from_on + time '02:00') at time zone $2,
    case when b.from_on + 5 <= $1::date and not (p.late and b.unpaid_late) then b.from_on + 5 end, b.run_id,
    (3 + (p.i * 7 + b.k * 13) % 200) * 1000000000, (3 + (p.i * 7 + (b.k - 1) * 13) % 200) * 1000000000,
    pg_temp.made_id(21, ms, p.i * 128 + b.k), pg_temp.made_id(21, (extract(epoch from before.from_on) * 1000)::bigint, p.i * 128 + b.k - 1),
    case when b.from_on + 2 <= $1::date then (b.from_on + 1 + time '06:00') at time zone $2 end
  from part p join bill_day b on b.d = p.d left join bill_day before on before.d = b.d and before.k = b.k - 1,
    lateral (select (extract(epoch from b.from_on) * 1000)::bigint as ms, b.counter + 1 + p.j - case when b.skips_late then (p.j + 42) / 50 else 0 end as no) x
  where not (p.late and b.skips_late)`;

const ACCOUNTS = `insert into crm.account (id, number, kind, name, email, phone, street, postal_code, city, country, currency, zone, locale, legal_entity_id, created_at)
  select account_id, number, 'person', name, username || '@example.org', '+49 5550 ' || lpad(i::text, 7, '0'), street, postal_code, city, 'DE', $1::text, $2::text, 'de-DE', $3::uuid,
    (started_on + time '09:00') at time zone $2 from part order by i`;
const SUBSCRIPTIONS = `insert into subscriptions.subscription (account_id, id, plan_id, state, suspended_for, currency, started_on, anchor_on, anchor_day, next_bill_on, billed_on, settled_to, recurring_to, usage_to,
    created_at)
  select account_id, subscription_id, plan_id, case when suspended_on is null then 'active' else 'suspended' end, case when suspended_on is null then '{}' else '{unpaid}' end::text[],
    $1::text, started_on, started_on, extract(day from started_on), m.next_on, m.billed_on, m.settled_to, m.settled_to,
    case when unit_bytes is not null then m.usage_to end, (started_on + time '09:00') at time zone $2
  from part, lateral (select max(b.to_on) as next_on, max(b.from_on) as billed_on, max(b.to_on) filter (where not (part.late and b.skips_late)) as settled_to,
    max(b.from_on) filter (where b.k > 0 and not (part.late and b.skips_late)) as usage_to from bill_day b where b.d = part.d) m order by i`;
const SEGMENTS = `insert into subscriptions.segment (account_id, subscription_id, from_on, known_on, plan_id, plan_version, price_minor, anchor_on, anchor_day, created_at)
  select account_id, subscription_id, started_on, started_on, plan_id, 1, price_minor, started_on, extract(day from started_on), (started_on + time '09:00') at time zone $1 from part order by i`;
const RESTS = `insert into subscriptions.rest (account_id, subscription_id, from_on, known_on) select account_id, subscription_id, suspended_on, suspended_on from part where suspended_on is not null order by i`;
const USERNAMES = `insert into aaa.username (username, account_id, credential_id) select username, account_id, pg_temp.made_id(3, $1::bigint + i, i) from part order by i`;
const CREDENTIALS = `insert into aaa.credential (account_id, id, subscription_id, username, password_sealed, created_at)
  select account_id, pg_temp.made_id(3, $1::bigint + i, i), subscription_id, username, sealed, (started_on + time '09:00') at time zone $2 from part order by i`;
const ACCESS = `insert into aaa.access (account_id, subscription_id, mode, reason, rate_down_kbps, rate_up_kbps, ipv4_pool, changed_at)
  select account_id, subscription_id, case when suspended_on is null then 'allow' else 'walled' end, case when suspended_on is null then 'active' else 'suspended: unpaid invoices' end,
    down, up, 'seed', (coalesce(suspended_on, started_on) + time '09:00') at time zone $1 from part order by i`;
const ADDRESSES = `insert into aaa.assignment (address, kind, range_id, pool_id, account_id, subscription_id, assigned_at, used_at)
  select address::cidr, 'ipv4', $1::uuid, $2::uuid, account_id, subscription_id, at, at from part, lateral (select (started_on + time '09:00') at time zone $3 as at) x order by i`;
const DUNNING = `insert into billing.dunning (account_id, policy_code, since_on, taken, changed_at)
  select account_id, 'standard', suspended_on - 14, '{reminder:3,suspend:14}', (suspended_on + time '06:00') at time zone $1 from part where suspended_on is not null`;
const STEPS = `insert into billing.dunning_step (account_id, id, kind, due_on, overdue_minor, currency, oldest_due_on, taken_at)
  select account_id, pg_temp.made_id(23, (extract(epoch from suspended_on) * 1000)::bigint, i * 128 + days), kind, suspended_on - 14 + days, price_minor + tax_minor, $1::text, suspended_on - 14,
    (suspended_on - 14 + days + time '06:00') at time zone $2 from part, (values ('reminder', 3), ('suspend', 14)) s (kind, days) where suspended_on is not null`;
const LINES = `insert into billing.invoice_line (account_id, invoice_id, line_no, kind, subscription_id, plan_id, plan_version, description, period_from, period_to, cycle_from, cycle_to, days, of_days, quantity, unit_price_minor,
    net_minor, tax_code, tax_minor, gross_minor, trace)
  select b.account_id, b.id, 1, 'recurring', b.subscription_id, p.plan_id, 1, p.plan_name, b.from_on, b.to_on, b.from_on, b.to_on, b.to_on - b.from_on, b.to_on - b.from_on, 1, p.price_minor, p.price_minor, $1::text, p.tax_minor, p.price_minor + p.tax_minor, '{}'::jsonb
  from bill b join part p on p.i = b.i
  union all
  select b.account_id, b.id, 2, 'usage', b.subscription_id, p.plan_id, 1, p.plan_name || ': ' || b.octets_before / 1000000000 || ' GB used, ' || p.included / 1000000000 || ' GB included',
    (b.from_on - interval '1 month')::date, b.from_on, null, null, null, null, 0, p.unit_price, 0, $1::text, 0, 0,
    jsonb_build_object('total_bytes', b.octets_before::text, 'included_bytes', p.included::text, 'billed_bytes', '0', 'unit_bytes', p.unit_bytes::text, 'sessions', 1,
      'checksum', encode(sha256((b.session_before || ':' || b.octets_before)::bytea), 'hex'))
  from bill b join part p on p.i = b.i where p.unit_bytes is not null and b.k > 0`;
const INVOICES = `insert into billing.invoice (account_id, id, legal_entity_id, number, bill_run_id, currency, zone, issued_on, due_on, issued_at, net_minor, discount_minor, tax_minor, gross_minor,
    taxes, recipient, open_minor)
  select b.account_id, b.id, $1::uuid, b.number, b.run_id, $2::text, $3::text, b.from_on, b.from_on + 14, b.issued_at, p.price_minor, 0, p.tax_minor, p.price_minor + p.tax_minor,
    jsonb_build_array(jsonb_build_object('tax_code', $4::text, 'name', $5::text, 'percent', $6::text, 'base_minor', p.price_minor::text, 'tax_minor', p.tax_minor::text)),
    jsonb_build_object('account_number', p.number, 'name', p.name, 'street', p.street, 'postal_code', p.postal_code, 'city', p.city, 'country', 'DE', 'tax_id', null),
    case when b.paid_on is null then p.price_minor + p.tax_minor else 0 end
  from bill b join part p on p.i = b.i order by b.i, b.k`;

const PAYMENTS = `insert into payments.payment (account_id, id, method, currency, amount_minor, unallocated_minor, reference, received_on, recorded_by, recorded_at)
  select b.account_id, pg_temp.made_id(17, (extract(epoch from b.paid_on) * 1000)::bigint, b.i * 128 + b.k), 'transfer', $1::text, p.price_minor + p.tax_minor, 0, b.number, b.paid_on, 'seed',
    (b.paid_on + time '10:00') at time zone $2 from bill b join part p on p.i = b.i where b.paid_on is not null order by b.i, b.k`;
const ALLOCATIONS = `insert into payments.allocation (account_id, id, payment_id, invoice_id, amount_minor, at)
  select b.account_id, pg_temp.made_id(19, ms, b.i * 128 + b.k), pg_temp.made_id(17, ms, b.i * 128 + b.k), b.id, p.price_minor + p.tax_minor, (b.paid_on + time '10:00') at time zone $1
  from bill b join part p on p.i = b.i, lateral (select (extract(epoch from b.paid_on) * 1000)::bigint as ms) x where b.paid_on is not null order by b.i, b.k`;
const POSTINGS = `insert into billing.posting (account_id, transaction_id, line_no, legal_entity_id, ledger_account, currency, amount_minor, posted_on, document_kind, document_id, posted_at)
  select b.account_id, x.id, x.line_no, $1::uuid, x.ledger_account, $2::text, x.amount, x.on_day, x.kind, x.document, case when x.kind = 'invoice' then b.issued_at else (x.on_day + time '10:00') at time zone $3 end
  from bill b join part p on p.i = b.i,
    lateral (select (extract(epoch from b.paid_on) * 1000)::bigint as ms, p.price_minor + p.tax_minor as gross, b.i * 128 + b.k as n) m,
    lateral (values
      (b.id, 1, 'receivable', m.gross, b.from_on, 'invoice', b.id),
      (b.id, 2, 'revenue:recurring', -p.price_minor, b.from_on, 'invoice', b.id),
      (b.id, 3, 'tax_payable:' || $4::text, -p.tax_minor, b.from_on, 'invoice', b.id),
      (pg_temp.made_id(18, m.ms, m.n), 1, 'cash:transfer', m.gross, b.paid_on, 'payment', pg_temp.made_id(17, m.ms, m.n)),
      (pg_temp.made_id(18, m.ms, m.n), 2, 'customer_credit', -m.gross, b.paid_on, 'payment', pg_temp.made_id(17, m.ms, m.n)),
      (pg_temp.made_id(20, m.ms, m.n), 1, 'customer_credit', m.gross, b.paid_on, 'allocation', b.id),
      (pg_temp.made_id(20, m.ms, m.n), 2, 'receivable', -m.gross, b.paid_on, 'allocation', b.id)
    ) as x (id, line_no, ledger_account, amount, on_day, kind, document)
  where x.on_day is not null`;

const SESSIONS = `insert into aaa.session_history (account_id, id, subscription_id, nas_id, username, acct_session_id, client, nas_ip, nas_identifier, nas_port_id, framed_ip, calling_station_id, called_station_id,
    started_at, heard_at, stopped_at, session_s, input_octets, output_octets, terminate_cause, closed_by, told_mode, told_rate_down_kbps, told_rate_up_kbps, told_framed_ip)
  select b.account_id, b.session_id, b.subscription_id, $1::uuid, p.username, convert_to('seed-' || b.i || '-' || b.k, 'UTF8'), '192.0.2.1', '192.0.2.1', 'seed-nas', 'pppoe-' || b.i, p.address,
    '02-53-44-' || to_char(b.i / 10000 % 100, 'FM00') || '-' || to_char(b.i / 100 % 100, 'FM00') || '-' || to_char(b.i % 100, 'FM00'), 'pppoe', b.began_at, b.began_at + interval '12 hours', b.began_at + interval '12 hours', 43200,
    b.octets / 10, b.octets - b.octets / 10, 1, 'stop', 'allow', p.down, p.up, p.address
  from bill b join part p on p.i = b.i where b.began_at is not null order by b.i, b.k`;
const QUARTERS = `insert into aaa.usage_quarter (account_id, subscription_id, quarter_at, session_id, input_octets, output_octets)
  select b.account_id, b.subscription_id, date_bin('15 minutes', b.began_at + h * interval '1 hour', timestamptz 'epoch'), b.session_id, b.octets / 20, b.octets / 2 - b.octets / 20
  from bill b, (values (6), (12)) t (h) where b.began_at is not null order by b.i, b.k, h`;

/** The sums that triggers and accounting keep; and use is to be rolled up from its beginning. */
export const TALLIES: readonly string[] = [
  'delete from billing.issued',
  'insert into billing.issued select issued_on, currency, sum(gross_minor) from billing.invoice group by 1, 2',
  'delete from payments.received',
  'insert into payments.received select received_on, currency, sum(amount_minor) from payments.payment where reversed_at is null group by 1, 2',
  'delete from aaa.traffic',
  'insert into aaa.traffic select quarter_at, sum(input_octets), sum(output_octets) from aaa.usage_quarter group by 1',
  'delete from billing.posted',
  `insert into billing.posted select legal_entity_id, currency, ledger_account, posted_on, coalesce(sum(amount_minor) filter (where amount_minor > 0), 0),
     coalesce(-sum(amount_minor) filter (where amount_minor < 0), 0) from billing.posting group by 1, 2, 3, 4`,
  'delete from aaa.assigned',
  'insert into aaa.assigned select pool_id, range_id, count(*) from aaa.assignment where free_since is null group by 1, 2',
  'update aaa.rollup set claimed_to = null, rolled_to = null',
  `update aaa.session_move set moved = n, stopped_before = last from (select count(*) as n, max(stopped_at) + interval '1 second' as last from aaa.session_history) h where n > 0`,
];

/** The months that sessions of these days end in, $1 and $2 included. */
export const MONTHS = `select aaa.make_session_month(m) from generate_series(date_trunc('month', $1::date::timestamptz), $2::date::timestamptz, interval '1 month') m`;

/** What the statements need to know of the installation. */
export interface Facts {
  readonly legal_entity_id: string;
  readonly currency: string;
  readonly zone: string;
  readonly tax: { readonly code: string; readonly name: string; readonly percent: string };
  readonly nas_id: string;
  readonly pool_id: string;
  readonly range_id: string;
  readonly base_ms: number;
}

/** The statements that write a laid-out chunk, in an order that foreign keys allow, with their values. */
export const writesOf = ({
  legal_entity_id,
  currency,
  zone,
  tax,
  nas_id,
  pool_id,
  range_id,
  base_ms,
}: Facts): readonly (readonly [text: string, values: readonly unknown[]])[] => [
  [ACCOUNTS, [currency, zone, legal_entity_id]],
  [SUBSCRIPTIONS, [currency, zone]],
  [SEGMENTS, [zone]],
  [RESTS, []],
  [USERNAMES, [base_ms]],
  [CREDENTIALS, [base_ms, zone]],
  [ACCESS, [zone]],
  [ADDRESSES, [range_id, pool_id, zone]],
  [SESSIONS, [nas_id]],
  [QUARTERS, []],
  [LINES, [tax.code]],
  [POSTINGS, [legal_entity_id, currency, zone, tax.code]],
  [INVOICES, [legal_entity_id, currency, zone, tax.code, tax.name, tax.percent]],
  [PAYMENTS, [currency, zone]],
  [ALLOCATIONS, [zone]],
  [DUNNING, [zone]],
  [STEPS, [currency, zone]],
];
