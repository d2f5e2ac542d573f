import { day, instant } from '@isp/values';
import { expect, onTestFinished, test } from 'vitest';
import { sql } from '../../server/src/kernel/db.ts';
import { type TestDatabase, testDatabase } from '../../server/src/kernel/testing.ts';
import { registry } from '../../server/src/main/app.ts';
import { accountNumber, customers, type Scope } from './book.ts';
import { openWorld } from './day.ts';
import { catchUp, type Made, makeHistory } from './history.ts';
import { beginAt, foundIsp } from './isp.ts';
import { addQuotes } from './quotes.ts';
import { routerPlaces } from './routers.ts';
import { addVouchers } from './vouchers.ts';

const SCOPE: Scope = { seed: 5, accounts: 36, from: day('2026-01-10'), to: day('2026-04-10') };
const UNTIL = instant('2026-04-10T10:00:00Z');

const history = async (scope: Scope): Promise<TestDatabase & { readonly made: Made }> => {
  const db = await testDatabase({ registry, connections: 10 });
  onTestFinished(() => db.drop());
  await beginAt(db.kernel, scope.from);
  await foundIsp(
    db.kernel,
    { email: 'owner@nordlicht.example', password: 'a password of tests' },
    await routerPlaces(),
  );
  const made = await makeHistory(await openWorld(db.kernel, scope), () => UNTIL, { running: false, told: () => {} });
  return { ...db, made };
};

const rows = async <T>(db: TestDatabase, text: string): Promise<T[]> =>
  (await sql<T>`${sql.raw(text)}`.execute(db.kernel.db)).rows;

const DOCUMENTS = `select i.number, a.number as account, a.name, i.issued_on, i.net_minor, i.tax_minor, i.gross_minor, i.open_minor
  from billing.invoice i join crm.account a on a.id = i.account_id order by i.number`;

test('a history is made by the real code, is sound, and is the same for the same seed', async () => {
  console.log(`seed ${SCOPE.seed}`);
  const db = await history(SCOPE);

  expect(db.made.days).toBe(90);
  expect(
    await rows(
      db,
      'select account_id from billing.posting group by account_id, transaction_id having sum(amount_minor) <> 0',
    ),
  ).toEqual([]);
  expect(
    await rows(db, 'select account_id from billing.posting group by account_id having sum(amount_minor) <> 0'),
  ).toEqual([]);
  expect(
    await rows(
      db,
      `select i.number from billing.invoice i join billing.invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id
       group by i.account_id, i.id having (sum(l.net_minor), sum(l.tax_minor), sum(l.gross_minor)) is distinct from (i.net_minor::numeric, i.tax_minor::numeric, i.gross_minor::numeric)`,
    ),
  ).toEqual([]);

  const [used] = await rows<{ octets: bigint; open: number }>(
    db,
    `select (select sum(input_octets + output_octets)::bigint from aaa.usage_quarter) as octets, (select count(*)::int from aaa.session where stopped_at is null) as open`,
  );
  expect(used).toEqual({ octets: db.made.octets, open: 0 });
  expect(db.made.octets).toBeGreaterThan(0n);

  const [counts] = await rows<Record<string, number>>(
    db,
    `select (select count(*)::int from crm.account) as accounts, (select count(*)::int from tariffs.plan) as plans,
      (select count(*)::int from subscriptions.subscription s join tariffs.plan p on p.id = s.plan_id where s.state = 'suspended' and p.kind = 'internet') as suspended, (select count(*)::int from aaa.access where mode = 'walled') as walled,
      (select count(*)::int from aaa.coa where outcome <> 'ack') as unanswered, (select count(*)::int from aaa.coa) as told,
      (select count(*)::int from payments.payment) as payments, (select count(*)::int from billing.invoice where bill_run_id is null) as outside_runs`,
  );
  expect(counts).toMatchObject({ accounts: 36, plans: 17, unanswered: 0, outside_runs: 0 });
  expect(counts?.suspended).toBeGreaterThan(0);
  expect(counts?.walled).toBe(counts?.suspended);
  expect(counts?.told).toBeGreaterThan(0);
  expect(counts?.payments).toBeGreaterThan(36);

  const again = await history(SCOPE);
  const documents = await rows(db, DOCUMENTS);
  expect(documents.length).toBeGreaterThan(60);
  expect(await rows(again, DOCUMENTS)).toEqual(documents);
  expect(again.made).toEqual(db.made);
});

test('a demo that was off for days catches up: bills are made and customers pay meanwhile', async () => {
  const scope: Scope = { ...SCOPE, accounts: 14, from: day('2026-03-01') };
  const db = await history(scope);
  const before = await rows<{ number: string }>(db, DOCUMENTS);

  const days = await catchUp(await openWorld(db.kernel, scope), instant('2026-04-18T08:00:00Z'));

  expect(days).toBe(7);
  const [meanwhile] = await rows<Record<string, number>>(
    db,
    `select (select count(*)::int from billing.invoice where issued_on > '2026-04-10') as invoices, (select count(*)::int from payments.payment where received_on > '2026-04-10') as payments,
      (select count(*)::int from kernel.sandbox_clock where running) as running`,
  );
  expect(meanwhile?.invoices).toBe((await rows(db, DOCUMENTS)).length - before.length);
  expect(meanwhile?.invoices).toBeGreaterThan(0);
  expect(meanwhile?.payments).toBeGreaterThan(0);
  expect(meanwhile?.running).toBe(1);
});

test('some who asked have quotes, each in another state', async () => {
  const scope = { ...SCOPE, accounts: 2, from: day('2026-04-01') };
  const db = await history(scope);
  await addQuotes(await openWorld(db.kernel, scope));
  expect(await rows(db, 'select state, start_on from crm.quote order by state')).toEqual(
    ['accepted', 'declined', 'draft', 'sent'].map((state) => ({ state, start_on: '2026-05-01' })),
  );
  expect(await rows(db, 'select state from subscriptions.subscription where quote_id is not null')).toEqual([
    { state: 'pending' },
  ]);
});

test('a hotel has vouchers, some of them used', async () => {
  const db = await history({ ...SCOPE, accounts: 2, from: day('2026-04-01') });
  await addVouchers(await openWorld(db.kernel, { ...SCOPE, accounts: 2, from: day('2026-04-01') }));
  const states = await rows<{ state: string; n: number }>(
    db,
    'select state, count(*)::int as n, sum(used_s)::int as used_s from aaa.voucher group by 1 order by 1',
  );
  expect(states.find(({ state }) => state === 'unused')?.n).toBe(51);
  expect(
    states.filter(({ state }) => state === 'used-up' || state === 'expired').reduce((sum, { n }) => sum + n, 0),
  ).toBe(9);
});

test('another seed is another book', () => {
  const [one, other] = [customers(SCOPE), customers({ ...SCOPE, seed: 6 })];
  expect(customers(SCOPE)).toEqual(one);
  expect(other.map((c) => c.particulars.name)).not.toEqual(one.map((c) => c.particulars.name));
  expect(new Set(one.map((c) => c.username)).size).toBe(SCOPE.accounts);
  expect(one.map(accountNumber)).toEqual([...one.map(accountNumber)].sort());
});
