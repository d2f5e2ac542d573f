/** How PostgreSQL goes about the lists: with reading a table whole and sorting made as dear as they are with a million rows, neither is left where an index has the order. */
import type { Id, Instant } from '@isp/values';
import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ListPools } from '../src/aaa/contract/pools.ts';
import { ListLogins, ListSessions } from '../src/aaa/contract.ts';
import { listPools } from '../src/aaa/store/pools.ts';
import { listLogins, listSessions } from '../src/aaa/store/sessions.ts';
import { ListCharges, ListInvoices, ListTaxExemptions } from '../src/billing/contract.ts';
import { listCharges } from '../src/billing/store/charges.ts';
import { linesBeyond } from '../src/billing/store/deferrals.ts';
import { listExemptions } from '../src/billing/store/exemptions.ts';
import { listInvoices } from '../src/billing/store/invoices.ts';
import { ledgerMovements, trialRows } from '../src/billing/store/ledger.ts';
import { ListQuotes } from '../src/crm/contract.ts';
import { listQuotes } from '../src/crm/quote-store.ts';
import type { Ctx } from '../src/kernel/ctx.ts';
import { type DB, sql, type Tx } from '../src/kernel/db.ts';
import { type TestDatabase, testDatabase } from '../src/kernel/testing.ts';
import { registry } from '../src/main/app.ts';
import { ListMeters, ListUsageRecords } from '../src/metering/contract.ts';
import { listMeters } from '../src/metering/store/meters.ts';
import { listUsageRecords, recordsKnown } from '../src/metering/store/records.ts';
import { ListPayments } from '../src/payments/contract.ts';
import { listPayments } from '../src/payments/store.ts';
import { ListSubscriptions } from '../src/subscriptions/contract.ts';
import { listSubscriptions } from '../src/subscriptions/store.ts';
import { listAccounts } from '../src/views/accounts.ts';
import { listAffected } from '../src/views/affected.ts';
import { listAssignments } from '../src/views/assignments.ts';
import { ListDrafts } from '../src/views/contract/drafts.ts';
import {
  ListAccounts,
  ListAffected,
  ListAssignments,
  ListLedgerTransactions,
  ListOnline,
  ListPackSales,
  ListPriceChanged,
  ListPriceChanges,
  ListTransfers,
} from '../src/views/contract.ts';
import { listDrafts } from '../src/views/drafts.ts';
import { invoiceQuotes } from '../src/views/invoice-quotes.ts';
import { listLedgerTransactions } from '../src/views/journal.ts';
import { meterTotals } from '../src/views/meter-totals.ts';
import { servicesNamed } from '../src/views/metered-services.ts';
import { listOnline } from '../src/views/online.ts';
import { listPackSales } from '../src/views/pack-sales.ts';
import { listPriceChanged, listPriceChanges } from '../src/views/price-changes.ts';
import { search } from '../src/views/search.ts';
import { listTransfers } from '../src/views/transfers.ts';

const NOW = '2026-03-10T12:00:00.000Z' as Instant;
const SOMEBODY = '019c0000-0000-7000-8000-000000000001' as Id;

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ registry, now: NOW });
});
afterAll(() => db?.drop());

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements that a read sends. */
const sent = async (read: (ctx: Ctx) => Promise<unknown>): Promise<Statement[]> => {
  const statements: Statement[] = [];
  const tx = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: db.kernel.pool }),
    log: ({ query }) => void statements.push({ text: query.sql, values: query.parameters }),
  });
  await read({ tx, now: NOW, secrets: db.kernel.secrets } as Ctx);
  return statements;
};

interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Step[];
}

/** The steps of a plan, without what is done for each row of another anew: that is few rows. */
const stepsOf = (step: Step): Step[] => {
  const [outer, ...inner] = step.Plans ?? [];
  const below = outer && step['Node Type'] === 'Nested Loop' ? [outer] : [...(outer ? [outer] : []), ...inner];
  return [step, ...below.flatMap(stepsOf)];
};
/** The open sessions are few enough to be read. */
const FEW = 'session';

/** What of a statement's plan would take long with a million rows: tables that are read whole, and sorting. */
const slowOf = async ({ text, values }: Statement): Promise<string[]> => {
  const client = await db.kernel.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local enable_seqscan = off; set local enable_sort = off');
    const { rows } = await client.query(`explain (format json) ${text}`, [...values]);
    const steps = stepsOf((rows[0] as { 'QUERY PLAN': [{ Plan: Step }] })['QUERY PLAN'][0].Plan);
    return steps.flatMap((step) => {
      if (step['Node Type'] === 'Seq Scan')
        return step['Relation Name'] === FEW ? [] : [`reads all of ${step['Relation Name']}`];
      return step['Node Type'] === 'Sort' ? ['sorts'] : [];
    });
  } finally {
    await client.query('rollback');
    client.release();
  }
};

const slow = async (read: (ctx: Ctx) => Promise<unknown>): Promise<string[]> => {
  const all: string[] = [];
  for (const statement of await sent(read)) all.push(...(await slowOf(statement)));
  return all;
};

type Lists = Readonly<Record<string, (ctx: Ctx) => Promise<unknown>>>;
const of =
  <I>(contract: { readonly input: { parse(raw: unknown): I } }, list: (ctx: Ctx, input: I) => Promise<unknown>) =>
  (query: object) =>
  (ctx: Ctx) =>
    list(ctx, contract.input.parse(query));

const accounts = of(ListAccounts, listAccounts);
const subscriptions = of(ListSubscriptions, ({ tx }, input) => listSubscriptions(tx, input));
const charges = of(ListCharges, ({ tx }, input) => listCharges(tx, input));
const invoices = of(ListInvoices, ({ tx, now }, input) => listInvoices(tx, now, input));
const exemptions = of(ListTaxExemptions, ({ tx }, input) => listExemptions(tx, input));
const payments = of(ListPayments, ({ tx }, input) => listPayments(tx, input));
const sessions = of(ListSessions, ({ tx }, input) => listSessions(tx, input));
const logins = of(ListLogins, ({ tx }, input) => listLogins(tx, input));
const assignments = of(ListAssignments, listAssignments);
const online = of(ListOnline, listOnline);
const journal = of(ListLedgerTransactions, listLedgerTransactions);
const quotes = of(ListQuotes, ({ tx }, input) => listQuotes(tx, input));
const drafts = of(ListDrafts, listDrafts);
const packSales = of(ListPackSales, listPackSales);
const transfers = of(ListTransfers, listTransfers);
const meters = of(ListMeters, ({ tx }, input) => listMeters(tx, input));
const usageRecords = of(ListUsageRecords, ({ tx }, input) => listUsageRecords(tx, input));
const affected = of(ListAffected, listAffected);
const priceChanges = of(ListPriceChanges, listPriceChanges);
const priceChanged = of(ListPriceChanged, listPriceChanged);
const pools = of(ListPools, ({ tx }, input) => listPools(tx, input));

const QUESTIONS: Lists = {
  accounts: accounts({}),
  'accounts by number': accounts({ sort: 'number' }),
  transfers: transfers({}),
  'transfers by day': transfers({ sort: 'on_day' }),
  'transfers of an account': transfers({ account_id: SOMEBODY }),
  'transfers of a subscription': transfers({ subscription_id: SOMEBODY }),
  'accounts that one pays for': accounts({ payer_id: SOMEBODY, sort: 'number' }),
  'accounts by time': accounts({ sort: '-created_at' }),
  'accounts that are online': accounts({ online: 'true' }),
  'accounts that are suspended and owe nothing': accounts({ service_state: 'suspended', overdue: 'false' }),
  'accounts by a part of the name': accounts({ q: 'hansen' }),
  subscriptions: subscriptions({}),
  'subscriptions of a plan': subscriptions({ plan_id: SOMEBODY }),
  'subscriptions that are suspended': subscriptions({ state: 'suspended' }),
  charges: charges({}),
  'charges that wait': charges({ state: 'waiting' }),
  'charges of an account': charges({ account_id: SOMEBODY }),
  'price changes': priceChanges({}),
  'subscriptions a price change hits': priceChanged({ price_change_id: SOMEBODY }),
  'subscriptions new terms would hit': affected({
    plan_id: SOMEBODY,
    effective_from: '2026-05-01',
    price_minor: 1,
    up_to_version: 1,
  }),
  invoices: invoices({}),
  'invoices with lines of an account': invoices({ for_account_id: SOMEBODY }),
  'invoices by number': invoices({ sort: '-number' }),
  'invoices of a run': invoices({ bill_run_id: SOMEBODY }),
  'invoices by the beginning of a number': invoices({ number: 'INV-2026-00' }),
  exemptions: exemptions({}),
  'exemptions that run out, the soonest first': exemptions({ sort: 'to_on', ends_from: '2026-03-10' }),
  payments: payments({}),
  'payments by day': payments({ sort: 'received_on' }),
  'payments of some days': payments({ received_from: '2026-03-01', received_to: '2026-03-02' }),
  'payments of a method': payments({ method: 'cash' }),
  'the journal': journal({ legal_entity_id: SOMEBODY }),
  'the journal of some days': journal({
    legal_entity_id: SOMEBODY,
    posted_from: '2026-03-01',
    posted_to: '2026-03-31',
    sort: 'posted_on',
  }),
  'a ledger account’s part of the journal': journal({ legal_entity_id: SOMEBODY, ledger_account: 'write_off' }),
  'lines that reach beyond a day': ({ tx }) => linesBeyond(tx, SOMEBODY, '2026-03-10' as never),
  sessions: sessions({}),
  'sessions of a NAS': sessions({ nas_id: SOMEBODY }),
  'log-ins': logins({}),
  'log-ins of a NAS': logins({ nas_id: SOMEBODY }),
  'log-ins that were walled': logins({ outcome: 'walled' }),
  'log-ins nobody answered': logins({ outcome: 'silence' }),
  'addresses of a pool': assignments({ pool_id: SOMEBODY }),
  'addresses of a pool that begin so': assignments({ pool_id: SOMEBODY, q: '100.64.1' }),
  'addresses of a pool by last use': assignments({ pool_id: SOMEBODY, sort: 'used_at' }),
  quotes: quotes({}),
  'quotes of an account': quotes({ account_id: SOMEBODY }),
  'quotes that wait for an answer': quotes({ state: 'sent' }),
  'quotes by their last day': quotes({ sort: 'valid_until' }),
  'quotes by number': quotes({ number: 'Q-2026-00' }),
  'draft subscriptions': drafts({}),
  'draft subscriptions of an account': drafts({ account_id: SOMEBODY }),
  'quotes that an invoice comes of': (ctx) => invoiceQuotes(ctx, { invoice_id: SOMEBODY }),
  'packs that were bought': packSales({}),
  'packs that a subscription bought': packSales({ account_id: SOMEBODY, subscription_id: SOMEBODY }),
  meters: meters({}),
  'usage records of a subscription': usageRecords({ subscription_id: SOMEBODY }),
  'usage records of a meter': usageRecords({ meter: 'voice' }),
  'usage records of a subscription and a meter in some days': usageRecords({
    subscription_id: SOMEBODY,
    meter: 'voice',
    used_from: '2026-03-01T00:00:00Z',
    used_to: NOW,
  }),
  'usage records that are there already': ({ tx }) => recordsKnown(tx, [{ meter_id: SOMEBODY, external_id: 'c1' }]),
  'totals of meters': ({ tx }) =>
    meterTotals(tx, [
      {
        account_id: SOMEBODY,
        subscription_id: SOMEBODY,
        meter_id: SOMEBODY,
        meter: 'voice',
        aggregation: 'sum',
        period_from: '2026-03-01' as never,
        period_to: '2026-03-10' as never,
      },
    ]),
  'who records of use are of': ({ tx }) => servicesNamed(tx, [SOMEBODY, '+49301111']),
  'who is online, page after page': async (ctx) => {
    const cursor = Buffer.from(JSON.stringify(['-started_at', NOW, SOMEBODY])).toString('base64url');
    return online({ cursor })(ctx);
  },
};

test.each(Object.entries(QUESTIONS))('%s: an index has the order', async (_, read) => {
  expect(await slow(read)).toEqual([]);
});

test.each(['Anna Hansen', '+49 5550', 'user000123', '02-00-00-00-00-01', '100.64.1.7', 'INV-2026'])(
  'search for %s reads no table of customers whole',
  async (q) => {
    const read = (await slow((ctx) => search(ctx, { q }))).filter((one) =>
      /account|credential|invoice|assignment/.test(one),
    );
    expect(read).toEqual([]);
  },
);

test.each<[string, (tx: Tx) => Promise<unknown>, string]>([
  ['the trial balance reads sums by day', (tx) => trialRows(tx, '2026-03-10' as never), 'posting'],
  [
    'the movements of a ledger account read sums by day',
    (tx) =>
      ledgerMovements(tx, { legal_entity_id: SOMEBODY, currency: 'EUR', ledger_account: 'receivable', by: 'month' }),
    'posting',
  ],
  ['the list of pools reads counts', (tx) => pools({})({ tx } as Ctx), 'assignment'],
])('%s', async (_, read, table) => {
  for (const { text } of await sent(({ tx }) => read(tx))) expect(text).not.toMatch(new RegExp(`\\.${table}\\b`));
});

test('what no index can sort is sorted while it is little; when it is much, the list says to what to narrow it', async () => {
  const { db: tx } = db.kernel;
  const sorted = (input: object) => listInvoices(tx, NOW, ListInvoices.input.parse({ sort: 'gross_minor', ...input }));
  expect((await sorted({})).items).toEqual([]);
  await sql`update pg_class set reltuples = 60000 where oid = 'billing.invoice'::regclass`.execute(tx);
  await expect(sorted({})).rejects.toMatchObject({ code: 'kernel.sort-too-wide' });
  expect((await sorted({ account_id: SOMEBODY })).items).toEqual([]);
  expect((await listInvoices(tx, NOW, ListInvoices.input.parse({}))).items).toEqual([]);
});
