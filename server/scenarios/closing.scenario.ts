/** Books that close: a month is closed, what comes late is posted to the next, what was billed ahead is deferred, and a closing is taken back. Through the API. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../src/kernel/db.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage | undefined;
let isp: Platform;
let entity: string;
let account: string;
let invoice: string;

beforeAll(async () => {
  stage = await setStage('2026-01-20T10:00:00Z');
  ({ isp } = stage);
  entity = String((await isp.api.get('/legal-entities')).items?.[0]?.id);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = { kind: 'recurring', code: 'home-31', name: 'Home 31', price_minor: 3100, tax_code: 'VAT20' };
  const plan_id = (await isp.api.post('/plans', plan)).id;
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC', country: 'DE' })).id);
  await isp.api.post(`/accounts/${account}/subscriptions`, { account_id: account, plan_id, start_on: '2026-01-16' });
  invoice = String((await isp.api.post(`/accounts/${account}/bill`)).invoice_id);
});
afterAll(() => stage?.close());

const balances = async (on: string): Promise<Record<string, number>> => {
  const { rows } = (await isp.api.get(`/trial-balance?on=${on}`)) as unknown as {
    rows: { ledger_account: string; balance_minor: number }[];
  };
  return Object.fromEntries(rows.filter((r) => r.balance_minor !== 0).map((r) => [r.ledger_account, r.balance_minor]));
};
const deferred = async (on: string) =>
  (await isp.api.get(`/deferred-revenue?legal_entity_id=${entity}&on=${on}`)).rows as unknown[];
const post = (path: string, body: Record<string, unknown>) =>
  isp.api.call('POST', path, body, { 'idempotency-key': crypto.randomUUID() });
const close = (through: string) => post('/closings', { legal_entity_id: entity, through });
const closings = async () => (await isp.api.get(`/closings?legal_entity_id=${entity}`)).items ?? [];

test('a month that is not over is not closed', async () => {
  const { status, body } = await close('2026-01-31');
  expect(status).toBe(409);
  expect(body.detail).toMatch(/2026-01-31 is not over in/);
  const check = await isp.api.get(`/closing-check?legal_entity_id=${entity}&through=2026-01-31`);
  expect(check.not_over_in).toContain('UTC');
  expect(await deferred('2026-01-20')).toMatchObject([
    { currency: 'EUR', kind: 'recurring', deferred_minor: 2600, ledger_minor: 0 },
  ]);
});

test('the check list says what there is to look at, and what closing would defer', async () => {
  await isp.turnTo('2026-02-01T10:00:00Z');
  const check = await isp.api.get(`/closing-check?legal_entity_id=${entity}&through=2026-01-31`);
  expect(check).toMatchObject({
    closed_through: null,
    not_over_in: [],
    due: { count: 0, some: [] },
    balance: [{ currency: 'EUR', difference_minor: 0 }],
    unallocated: [],
    deferral: [{ currency: 'EUR', kind: 'recurring', deferred_minor: 1500, change_minor: 1500 }],
  });
  expect((await isp.api.get(`/closing-check?legal_entity_id=${entity}&through=2026-02-28`)).due).toEqual({
    count: 1,
    some: [account],
  });
});

test('a closed month has the revenue that was earned in it, and no more', async () => {
  expect(await balances('2026-01-31')).toEqual({
    receivable: 3720,
    'revenue:recurring': -3100,
    'tax_payable:VAT20': -620,
  });
  expect((await close('2026-01-31')).status).toBe(201);
  expect(await balances('2026-01-31')).toEqual({
    receivable: 3720,
    'revenue:recurring': -1600,
    'deferred_revenue:recurring': -1500,
    'tax_payable:VAT20': -620,
  });
  expect(await deferred('2026-01-31')).toEqual([
    {
      currency: 'EUR',
      kind: 'recurring',
      deferred_minor: 1500,
      ledger_minor: 1500,
      months: [{ month: '2026-02', earned_minor: 1500 }],
    },
  ]);
  const again = await close('2026-01-31');
  expect([again.status, again.body.detail]).toEqual([409, expect.stringMatching(/closed through 2026-01-31 already/)]);
});

test('money received in the closed month is posted on the first open day; the day it came stays', async () => {
  const payment = await isp.api.post('/payments', {
    account_id: account,
    method: 'transfer',
    amount_minor: 3720,
    received_on: '2026-01-28',
  });
  expect(payment.received_on).toBe('2026-01-28');
  expect((await balances('2026-01-31'))['cash:transfer']).toBeUndefined();
  expect((await balances('2026-02-01'))['cash:transfer']).toBe(3720);
});

test('a bill run into closed days is refused before it begins; a credit note is of today', async () => {
  for (const dry_run of [true, false]) {
    const { status, body } = await post('/bill-runs', { as_of: '2026-01-31', dry_run });
    expect(status).toBe(409);
    expect(JSON.stringify(body)).toContain('closed through 2026-01-31');
  }
  await isp.api.post(`/invoices/${invoice}/credit-notes`, {
    lines: [{ line_no: 1, amount_minor: 310 }],
    reason: 'slow',
  });
  expect((await balances('2026-02-01'))['revenue:recurring']).toBe(-1290);
});

test('the database takes no posting of a closed day, whoever writes it', async () => {
  const insert = sql`insert into billing.posting select account_id, '019c0000-0000-7000-8000-000000000001', line_no, legal_entity_id, ledger_account, currency, amount_minor, '2026-01-31', document_kind,
    document_id, posted_at from billing.posting where document_kind = 'invoice' and document_id = ${invoice}`;
  await expect(insert.execute(isp.db.kernel.db)).rejects.toMatchObject({ code: '23001', constraint: 'posting_closed' });
});

test('the next closing brings back what was earned since, and defers anew', async () => {
  await isp.turnTo('2026-03-01T10:00:00Z');
  expect((await close('2026-02-28')).status).toBe(201);
  const at = await balances('2026-02-28');
  // Of 31.00 from 16 February, 13 of 28 days are earned; the first month is, less the 3.10 given back.
  expect(at['deferred_revenue:recurring']).toBe(-1661);
  expect(at['revenue:recurring']).toBe(-(3100 - 310 + 1439));
  expect(Object.values(at).reduce((sum, one) => sum + one, 0)).toBe(0);
  expect((await deferred('2026-02-28'))[0]).toMatchObject({ deferred_minor: 1661, ledger_minor: 1661 });
});

test('the journal tells each transaction once, with its postings and what it is of', async () => {
  const journal = async (query: string) =>
    (await isp.api.get(`/ledger-transactions?legal_entity_id=${entity}&${query}`)).items as unknown as {
      kind: string;
      account_id: string | null;
      document: { kind: string; number: string | null };
      posted_on: string;
      postings: { ledger_account: string; amount_minor: number }[];
    }[];
  const all = await journal('sort=posted_on');
  expect(all.map(({ kind, document, posted_on }) => `${posted_on} ${kind} ${document.kind}`)).toEqual([
    '2026-01-20 invoice invoice',
    '2026-01-31 closing closing',
    '2026-02-01 payment payment',
    '2026-02-01 allocation invoice',
    '2026-02-01 credit-note credit-note',
    '2026-02-16 invoice invoice',
    '2026-02-16 allocation invoice',
    '2026-02-28 closing closing',
  ]);
  for (const { postings } of all) expect(postings.reduce((sum, p) => sum + p.amount_minor, 0)).toBe(0);
  expect(all[1]).toMatchObject({ account_id: null, document: { number: '2026-01-31' } });
  expect(all[0]?.document.number).toMatch(/^INV-/);
  const deferrals = await journal('ledger_account=deferred_revenue:recurring');
  expect(deferrals.map((one) => one.posted_on)).toEqual(['2026-02-28', '2026-01-31']);
  expect(await journal(`account_id=${account}&kind=payment`)).toHaveLength(1);
  const [first] = await journal('limit=1&sort=posted_on&posted_from=2026-02-01');
  expect(first?.kind).toBe('payment');
});

test('a ledger account moves by month and by day', async () => {
  const movements = (query: string) =>
    isp.api.get(`/ledger-movements?legal_entity_id=${entity}&currency=EUR&ledger_account=revenue:recurring&${query}`);
  expect(await movements('')).toEqual({
    opening_minor: 0,
    rows: [
      { from_on: '2026-01-01', to_on: '2026-01-31', debit_minor: 1500, credit_minor: 3100, balance_minor: -1600 },
      { from_on: '2026-02-01', to_on: '2026-02-28', debit_minor: 471, credit_minor: 3100, balance_minor: -4229 },
    ],
  });
  expect(await movements('by=day&from=2026-02-01&to=2026-02-16')).toMatchObject({
    opening_minor: -1600,
    rows: [
      { from_on: '2026-02-01', to_on: '2026-02-01', balance_minor: -1290 },
      { from_on: '2026-02-16', to_on: '2026-02-16', balance_minor: -4390 },
    ],
  });
});

test('the last closing is taken back with what it posted, for a reason; an earlier one is not', async () => {
  const [february, january] = await closings();
  const reopen = (id: unknown, body: Record<string, unknown> = { reason: 'a late invoice' }) =>
    post(`/closings/${id}/reopen`, body);
  expect((await reopen(january?.id)).body.detail).toMatch(/closed again since, through 2026-02-28/);
  expect((await reopen(february?.id, {})).status).toBe(400);
  expect((await reopen(february?.id)).status).toBe(200);
  expect((await balances('2026-02-28'))['deferred_revenue:recurring']).toBe(-1500);
  expect((await reopen(february?.id)).status).toBe(409);
  const { rows } =
    await sql`select op, after->>'reopened_reason' as reason from kernel.audit where relation = 'billing.closing' order by id`.execute(
      isp.db.kernel.db,
    );
  expect(rows.at(-1)).toEqual({ op: 'update', reason: 'a late invoice' });
  expect((await close('2026-02-28')).status).toBe(201);
  expect((await balances('2026-02-28'))['deferred_revenue:recurring']).toBe(-1661);
});
