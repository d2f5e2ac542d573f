import { day, instant } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rollUpUsage } from '../../server/src/flows/roll-up-usage.ts';
import { sql } from '../../server/src/kernel/db.ts';
import { turnClock } from '../../server/src/kernel/schedule.ts';
import { type TestDatabase, testDatabase } from '../../server/src/kernel/testing.ts';
import { registry, schedules } from '../../server/src/main/app.ts';
import { billDays } from './calendar.ts';
import { seedLogIns } from './log-ins.ts';
import { seedOnline } from './online.ts';
import { seedRollUps } from './roll-ups.ts';
import { seedDatabase } from './seed.ts';

const TODAY = day('2026-03-20');
const ACCOUNTS = 240;
let db: TestDatabase;

const rows = async <T>(text: string): Promise<T[]> => (await sql<T>`${sql.raw(text)}`.execute(db.kernel.db)).rows;

beforeAll(async () => {
  db = await testDatabase({ registry, now: '2026-03-20T12:00:00Z' });
  await seedDatabase(db.kernel, { accounts: ACCOUNTS, months: 3, today: TODAY, chunk: 70 });
});
afterAll(() => db.drop());

test('counts', async () => {
  const [counts] = await rows<Record<string, number>>(`select
    (select count(*)::int from crm.account) as accounts, (select count(*)::int from aaa.credential) as credentials, (select count(*)::int from aaa.username) as usernames,
    (select count(*)::int from aaa.access) as access, (select count(*)::int from aaa.assignment) as addresses, (select count(*)::int from subscriptions.segment) as segments,
    (select count(*)::int from subscriptions.subscription where state = 'suspended') as suspended, (select count(*)::int from aaa.access where mode = 'walled') as walled,
    (select count(*)::int from billing.invoice) as invoices, (select count(*)::int from kernel.audit where relation = 'crm.account') as audited`);
  const invoices = billDays(ACCOUNTS, 3, TODAY).reduce((sum, one) => sum + one.invoices, 0);
  expect(counts).toMatchObject({
    accounts: ACCOUNTS,
    credentials: ACCOUNTS,
    usernames: ACCOUNTS,
    access: ACCOUNTS,
    addresses: ACCOUNTS,
    segments: ACCOUNTS,
    invoices,
    audited: 0,
  });
  expect(counts?.suspended).toBeGreaterThan(0);
  expect(counts?.walled).toBe(counts?.suspended);
});

test.each([
  [
    'lines sum to the header',
    `select 1 from billing.invoice i join billing.invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id group by i.account_id, i.id
     having (sum(l.net_minor), sum(l.tax_minor), sum(l.gross_minor)) is distinct from (i.net_minor::numeric, i.tax_minor::numeric, i.gross_minor::numeric)`,
  ],
  [
    'every invoice has lines',
    'select 1 from billing.invoice i where not exists (select 1 from billing.invoice_line l where l.account_id = i.account_id and l.invoice_id = i.id)',
  ],
  [
    'every line has its invoice',
    'select 1 from billing.invoice_line l left join billing.invoice i on i.account_id = l.account_id and i.id = l.invoice_id where i.id is null',
  ],
  [
    'ledger transactions sum to zero',
    'select 1 from billing.posting group by transaction_id having sum(amount_minor) <> 0',
  ],
  [
    'what is open is the gross less what was allocated',
    `select 1 from billing.invoice i where i.open_minor <> i.gross_minor
     - coalesce((select sum(a.amount_minor) from payments.allocation a where a.account_id = i.account_id and a.invoice_id = i.id), 0)`,
  ],
  [
    'the ledger says what is open',
    `select account_id from billing.posting where ledger_account = 'receivable' group by account_id
     having sum(amount_minor) <> (select sum(open_minor) from billing.invoice i where i.account_id = posting.account_id)`,
  ],
  [
    'every allocation has its payment',
    'select 1 from payments.allocation a left join payments.payment p on p.account_id = a.account_id and p.id = a.payment_id where p.id is null',
  ],
  [
    'numbers have no gaps',
    `select 1 from (select number, row_number() over (partition by left(number, 8) order by number) as n from billing.invoice) x where right(number, 6)::int <> n`,
  ],
  [
    'counters stand at the last number',
    `select 1 from billing.number_counter c where last_value <> (select count(*) from billing.invoice i where left(i.number, 8) = left(c.scope, 8))`,
  ],
  [
    'runs say what they made',
    `select 1 from billing.bill_run r join billing.invoice i on i.bill_run_id = r.id group by r.id
     having (r.invoices, r.gross_minor) is distinct from (count(*)::int, sum(i.gross_minor)::bigint)`,
  ],
  [
    'usage is that of the sessions',
    `select 1 from aaa.any_session s where s.input_octets + s.output_octets <>
     (select sum(u.input_octets + u.output_octets) from aaa.usage_quarter u where u.account_id = s.account_id and u.session_id = s.id)`,
  ],
  [
    'usage lines say what was used',
    `select 1 from billing.invoice_line l where l.kind = 'usage' and (l.trace->>'total_bytes')::numeric <>
     (select coalesce(sum(u.input_octets + u.output_octets), 0) from aaa.usage_quarter u where u.subscription_id = l.subscription_id
      and u.quarter_at >= l.period_from::timestamp at time zone 'Europe/Berlin' and u.quarter_at < l.period_to::timestamp at time zone 'Europe/Berlin')`,
  ],
  [
    'tallies are the sums of their rows',
    `select 1 from (select sum(amount_minor) as n from billing.issued) a, (select sum(gross_minor) as n from billing.invoice) b,
      (select sum(amount_minor) as n from payments.received) c, (select sum(amount_minor) as n from payments.payment where reversed_at is null) d,
      (select sum(input_octets + output_octets) as n from aaa.traffic) e, (select sum(input_octets + output_octets) as n from aaa.usage_quarter) f
     where (a.n, c.n, e.n) is distinct from (b.n, d.n, f.n)`,
  ],
  [
    'addresses are the accesses’ own',
    'select 1 from aaa.access x left join aaa.assignment a using (account_id, subscription_id) where a.address is null or a.free_since is not null',
  ],
])('%s', async (_, violations) => expect(await rows(violations)).toEqual([]));

test('passwords are the users’ own', async () => {
  const found = await db.kernel.db
    .selectFrom('aaa.credential')
    .select(['username', 'password_sealed'])
    .where('username', 'in', ['user000000', 'user000239'])
    .orderBy('username')
    .execute();
  expect(found.map((one) => [one.username, db.kernel.secrets.open(one.password_sealed ?? Buffer.alloc(0))])).toEqual([
    ['user000000', 'pw000000'],
    ['user000239', 'pw000239'],
  ]);
});

test('the platform goes on from it: the next days bill each account once more, and nobody’s access has to be mended', async () => {
  await turnClock(db.kernel, schedules, instant('2026-03-20T12:00:01Z'));
  await turnClock(db.kernel, schedules, instant('2026-04-21T12:00:00Z'));
  const [after] = await rows<
    Record<string, number>
  >(`select (select count(distinct account_id)::int from billing.invoice where issued_on > '2026-03-20') as billed,
    (select count(*)::int from billing.bill_run where held > 0) as held, (select count(*)::int from billing.invoice_line where kind = 'usage' and gross_minor > 0) as overages,
    (select count(*)::int from kernel.audit where relation = 'aaa.access' and actor like '%sweep-access%') as mended,
    (select count(*)::int from billing.invoice_line group by account_id, subscription_id, kind, period_from order by 1 desc limit 1) as most`);
  const [active] = await rows<{ n: number }>(`select count(*)::int as n from aaa.access where mode = 'allow'`);
  expect(after).toMatchObject({ held: 0, overages: 0, most: 1, mended: 0 });
  expect(after?.billed).toBeGreaterThanOrEqual(active?.n ?? 0);
});

test('who is online: each account once, spread over all NASes, a few told other than they deserve', async () => {
  await seedOnline(db.kernel, { sessions: 200, nases: 30 });
  const [online] = await rows<Record<string, number>>(`select
    count(*)::int as sessions, count(distinct s.account_id)::int as accounts, count(distinct s.nas_id)::int as nases,
    (count(*) filter (where x.rate_down_kbps is distinct from s.told_rate_down_kbps))::int as otherwise
    from aaa.session s join aaa.access x on x.account_id = s.account_id and x.subscription_id = s.subscription_id where s.stopped_at is null`);
  expect(online).toMatchObject({ sessions: 200, accounts: 200, nases: 31, otherwise: 1 });
});

const KEPT = `select 'hour' as what, account_id, on_day, hour_at::text as at, input_octets, output_octets from aaa.usage_hour
  union all select 'day', account_id, on_day, null, input_octets, output_octets from aaa.usage_day
  union all select 'month', account_id, month_on, null, input_octets, output_octets from aaa.usage_month order by 1, 2, 3, 4`;

test('sums of use are those the platform makes', async () => {
  const at = instant('2026-03-20T12:00:00Z');
  const other = await testDatabase({ registry, now: at });
  try {
    const { db: there } = other.kernel;
    await seedDatabase(other.kernel, { accounts: 40, months: 3, today: TODAY });
    const [seeded, summed] = [
      async () => (await sql`${sql.raw(KEPT)}`.execute(there)).rows,
      () => rollUpUsage(other.kernel, at),
    ];
    await seedRollUps(other.kernel, at, 'Europe/Berlin');
    const ours = await seeded();
    await sql`truncate aaa.usage_hour, aaa.usage_day, aaa.usage_month`.execute(there);
    await sql`update aaa.rollup set claimed_to = null, rolled_to = null`.execute(there);
    await summed();
    expect(ours.length).toBeGreaterThan(100);
    expect(await seeded()).toEqual(ours);
  } finally {
    await other.drop();
  }
});

test('log-ins: of all in turn, counted, and the open sessions used what they say', async () => {
  await seedLogIns(db.kernel, { log_ins: 1000, days: 28 });
  const [log] = await rows<
    Record<string, number>
  >(`select count(*)::int as log_ins, count(distinct account_id)::int as accounts,
    (count(*) filter (where outcome = 'reject'))::int as rejects, (select sum(count)::int from aaa.login_quarter) as counted, (select count(*)::int from aaa.coa) as told from aaa.login`);
  expect(log).toEqual({ log_ins: 1000, accounts: ACCOUNTS, rejects: 50, counted: 1000, told: 20 });
  expect(
    await rows(`select 1 from aaa.session s where stopped_at is null and s.input_octets + s.output_octets <>
    (select sum(u.input_octets + u.output_octets) from aaa.usage_quarter u where u.account_id = s.account_id and u.session_id = s.id)`),
  ).toEqual([]);
});
