/** The evening before the first: a dry run beside the month before, bills held and released, runs in the background, and what they hold by themselves. */
import { day } from '@isp/values';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBillRun } from '../src/billing/index.ts';
import { forgetOld } from '../src/flows/forget-old.ts';
import { workBillRun } from '../src/flows/work-bill-run.ts';
import { sql } from '../src/kernel/db.ts';
import { eventually } from './eventually.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

type Row = Record<string, unknown>;

let stage: Stage;
let isp: Platform;
let entity: string;
const plans: Record<string, string> = {};
const accounts: Record<string, string> = {};
const subscriptions: Record<string, string> = {};

const plan = async (code: string, price_minor: number) => {
  plans[code] = String(
    (await isp.api.post('/plans', { kind: 'recurring', code, name: code, price_minor, tax_code: 'VAT20' })).id,
  );
};

const subscribe = async (name: string, planCode = 'home-30', start_on?: string) => {
  const account = String((await isp.api.post('/accounts', { name, zone: 'UTC', country: 'DE' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, {
    account_id: account,
    plan_id: plans[planCode],
    anchor_day: 1,
    ...(start_on ? { start_on } : {}),
  });
  accounts[name] = account;
  subscriptions[name] = (made.subscription as { readonly id: string }).id;
};

const change = (name: string, body: Row) => isp.api.post(`/subscriptions/${subscriptions[name]}/change-plan`, body);

/** Begins runs in the background and waits until they are over. */
const run = async (body: Row): Promise<Row> => {
  const { runs } = (await isp.api.post('/bill-runs/begin', body)) as { runs: Row[] };
  const [begun] = runs;
  if (!begun) throw new Error('nothing is due');
  return eventually(async () => {
    const now = await isp.api.get(`/bill-runs/${begun.id}`);
    if (now.state === 'running') throw new Error('still running');
    return now;
  });
};

const classes = (page: Row) =>
  Object.fromEntries((page.classes as Row[]).map((c) => [c.class, [c.accounts, c.now_minor, c.before_minor]]));
const findings = async (id: unknown, query = '') =>
  ((await isp.api.get(`/bill-runs/${id}/findings?${query}`)).items ?? []).map((f) => ({
    ...f,
    name: f.account_name,
  })) as Row[];
const holds = async (query = '') => (await isp.api.get(`/bill-holds?limit=100${query}`)).items ?? [];
const invoicesOf = async (name: string) => (await isp.api.get(`/invoices?account_id=${accounts[name]}`)).items ?? [];
const refusal = async (method: string, path: string, body?: Row) => {
  const { status, body: problem } = await isp.api.call(method, path, body, { 'idempotency-key': crypto.randomUUID() });
  return [status, problem.title];
};

beforeAll(async () => {
  stage = await setStage('2026-11-01T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  entity = String(((await isp.api.get('/legal-entities')).items ?? [])[0]?.id);
  await isp.api.patch(`/legal-entities/${entity}`, { payment_days: 90 });
  for (const [code, price] of [
    ['home-10', 1000],
    ['home-30', 3000],
    ['home-90', 9000],
  ] as const)
    await plan(code, price);
  for (const name of ['Same A', 'Same B', 'Same C', 'Up', 'Down', 'Paused', 'Ended', 'Credited', 'Odd', 'Outlier'])
    await subscribe(name);
  await isp.turnTo('2026-11-20T10:00:00Z');
  await subscribe('New');
  await change('Up', { plan_id: plans['home-90'], when: 'period-end' });
  await change('Down', { plan_id: plans['home-10'], when: 'period-end' });
  await change('Outlier', { plan_id: plans['home-30'], price_override_minor: 300_000, when: 'period-end' });
  await isp.api.post(`/subscriptions/${subscriptions.Paused}/pause`, { from_on: '2026-12-01' });
  await isp.api.post(`/subscriptions/${subscriptions.Ended}/end`, { on: '2026-12-01' });
  await isp.turnTo('2026-11-30T20:00:00Z');
  await isp.api.post(`/subscriptions/${subscriptions.Credited}/end`, { on: '2026-11-25' });
  await sql`update crm.account set currency = 'USD' where id = ${accounts.Odd}`.execute(isp.db.kernel.db);
});
afterAll(() => stage?.close());

let dry: Row;

describe('a dry run', () => {
  test('compares every bill with the one a month before, and makes none', async () => {
    const before = (await isp.api.get('/invoices?limit=100')).items?.length;
    dry = await run({ as_of: '2026-12-01', dry_run: true });
    expect(dry).toMatchObject({ kind: 'dry', state: 'done', as_of: '2026-12-01', zone: 'UTC', started_by: 'story' });
    expect(classes(dry)).toEqual({
      same: [3, 10_800, 10_800],
      new: [1, 3600, 0],
      up: [1, 10_800, 3600],
      down: [1, 1200, 3600],
      outlier: [1, 360_000, 3600],
      negative: [1, -720, 3600],
      gone: [1, 0, 3600],
      ended: [1, 0, 3600],
      unbillable: [1, 0, 0],
    });
    expect(dry).toMatchObject({
      due: 11,
      done: 11,
      invoices: 7,
      gross_minor: 386_400,
      credit_notes: 1,
      credited_minor: 720,
      held: 1,
    });
    expect((await isp.api.get('/invoices?limit=100')).items).toHaveLength(before ?? -1);
  });

  test('shows what it found, the greatest change first, by class and by name', async () => {
    expect((await findings(dry.id)).map((f) => [f.name, f.class, f.change_minor])).toEqual([
      ['Outlier', 'outlier', 356_400],
      ['Up', 'up', 7200],
      ['Credited', 'negative', -4320],
      ...(await findings(dry.id))
        .filter((f) => f.change_minor === 3600 || f.change_minor === -3600)
        .map((f) => [f.name, f.class, f.change_minor]),
      ['Down', 'down', -2400],
      ['Odd', 'unbillable', 0],
    ]);
    expect(await findings(dry.id, 'class=up')).toMatchObject([
      { name: 'Up', now_minor: 10_800, before_minor: 3600, before_on: '2026-11-02', reason: null, hold_id: null },
    ]);
    expect((await findings(dry.id, 'q=pau')).map((f) => [f.name, f.class, f.reason])).toEqual([
      ['Paused', 'gone', 'paused from 2026-12-01'],
    ]);
    expect(await findings(dry.id, 'class=outlier')).toMatchObject([
      { reason: 'more than 5 times the list price of its plans' },
    ]);
    expect((await findings(dry.id, 'sort=account_name&limit=2')).map((f) => f.name)).toEqual(['Credited', 'Down']);
    expect(await refusal('GET', `/bill-runs/${dry.id}/findings?sort=reason`)).toEqual([400, 'kernel.sort-invalid']);
  });

  test('is a row of the history; the answer that is waited for is kept there too', async () => {
    const waited = await isp.api.post('/bill-runs', { as_of: '2026-12-01', dry_run: true });
    expect(waited).toMatchObject({ invoices: 7, gross_minor: 386_400 });
    const { items } = await isp.api.get('/bill-runs?kind=dry');
    expect(items?.map((r) => r.id)).toEqual([...(waited.runs as string[]), dry.id]);
    expect(classes(await isp.api.get(`/bill-runs/${items?.[0]?.id}`))).toEqual(classes(dry));
    const unknown = crypto.randomUUID();
    expect(await refusal('GET', `/bill-runs/${unknown}`)).toEqual([404, 'billing.bill-run-not-found']);
    expect(await refusal('POST', `/bill-runs/${unknown}/cancel`)).toEqual([404, 'billing.bill-run-not-found']);
    expect(await refusal('POST', `/bill-runs/${dry.id}/cancel`)).toEqual([409, 'billing.bill-run-over']);
  });
});

describe('held bills', () => {
  test('a class or single accounts are held, once', async () => {
    const hold = (body: Row) => isp.api.post(`/bill-runs/${dry.id}/hold`, body);
    expect(await hold({ class: 'up', note: 'who moved?' })).toEqual({ held: 1, left: 0 });
    expect(await hold({ account_ids: [accounts.Outlier, accounts.Up, accounts.Paused] })).toEqual({ held: 1, left: 1 });
    expect(await refusal('POST', `/bill-runs/${dry.id}/hold`, { class: 'zero' })).toEqual([
      409,
      'flows.nothing-to-hold',
    ]);
    expect(await refusal('POST', `/bill-runs/${dry.id}/hold`, {})).toEqual([400, 'kernel.input-invalid']);
    expect(await holds('&sort=account_name')).toMatchObject([
      { account_name: 'Outlier', class: 'outlier', now_minor: 360_000, state: 'held', note: null },
      { account_name: 'Up', class: 'up', now_minor: 10_800, before_minor: 3600, held_by: 'story', note: 'who moved?' },
    ]);
    expect(await findings(dry.id, 'class=up')).toMatchObject([{ hold_id: expect.any(String) }]);
    const again = await run({ as_of: '2026-12-01', dry_run: true });
    expect(again).toMatchObject({ invoices: 5, gross_minor: 15_600, held: 3 });
    expect(classes(again)).toEqual(classes(dry));
  });

  test('the run of the night makes all others', async () => {
    await isp.turnTo('2026-12-01T10:00:00Z');
    const [night] = (await isp.api.get('/bill-runs?kind=run')).items ?? [];
    expect(night).toMatchObject({
      as_of: '2026-12-01',
      state: 'done',
      started_by: 'bill-period',
      due: 11,
      done: 11,
      invoices: 5,
      gross_minor: 15_600,
      credit_notes: 1,
      held: 3,
    });
    expect(await findings(night?.id)).toMatchObject([
      { name: 'Odd', class: 'unbillable', reason: 'a subscription is in EUR, the account in USD' },
    ]);
    expect([await invoicesOf('Up'), await invoicesOf('Outlier')].map((all) => all.length)).toEqual([1, 1]);
    expect(await refusal('POST', `/accounts/${accounts.Up}/bill`, {})).toEqual([409, 'flows.bill-held']);
  });

  test('released, they are made, and all comes to what the dry run said', async () => {
    const release = (body: Row) => isp.api.post('/bill-holds/release', body);
    expect(await release({ class: 'up', note: 'moved on the phone' })).toEqual({ released: 1 });
    expect(await refusal('POST', '/bill-holds/release', { class: 'up' })).toEqual([409, 'billing.nothing-held']);
    expect(await refusal('POST', '/bill-holds/release', { note: 'all of them' })).toEqual([
      400,
      'kernel.input-invalid',
    ]);
    expect(await run({})).toMatchObject({
      kind: 'run',
      state: 'done',
      as_of: '2026-12-01',
      invoices: 1,
      gross_minor: 10_800,
      held: 2,
    });
    const [outlier] = await holds('&state=held');
    expect(await release({ ids: [outlier?.id] })).toEqual({ released: 1 });
    expect((await isp.api.post(`/accounts/${accounts.Outlier}/bill`)).invoice_id).toEqual(expect.any(String));
    expect(await holds('&state=released&sort=account_name')).toMatchObject([
      { account_name: 'Outlier', released_by: 'story', release_note: null },
      { account_name: 'Up', released_by: 'story', release_note: 'moved on the phone' },
    ]);
    const { rows } =
      await sql<Row>`select count(*)::int as invoices, sum(gross_minor)::int as gross_minor from billing.invoice where issued_on = '2026-12-01'`.execute(
        isp.db.kernel.db,
      );
    expect(rows).toEqual([{ invoices: dry.invoices, gross_minor: dry.gross_minor }]);
  });

  test('what was billed meanwhile is not held', async () => {
    expect(await isp.api.post(`/bill-runs/${dry.id}/hold`, { class: 'up' })).toEqual({ held: 0, left: 1 });
  });
});

describe('what a run holds by itself', () => {
  const policy = (body: Row) =>
    isp.api.call('PUT', `/hold-policies/${entity}`, {
      classes: ['new'],
      change_percent: 10,
      minimum_minor: 500,
      outlier_times: null,
      outlier_minor: null,
      ...body,
    });

  test('is said for each legal entity', async () => {
    expect((await isp.api.get('/hold-policies')).items).toMatchObject([
      {
        legal_entity_id: entity,
        classes: [],
        change_percent: 20,
        minimum_minor: 100,
        outlier_times: 5,
        outlier_minor: null,
      },
    ]);
    expect((await policy({ classes: ['gone'] })).status).toBe(400);
    expect((await policy({ change_percent: 0 })).status).toBe(400);
    expect((await policy({})).body).toMatchObject({ classes: ['new'], change_percent: 10 });
    expect(
      await refusal('PUT', `/hold-policies/${crypto.randomUUID()}`, {
        classes: [],
        change_percent: 10,
        minimum_minor: 0,
        outlier_times: null,
        outlier_minor: null,
      }),
    ).toEqual([404, 'billing.legal-entity-not-found']);
  });

  test('a new customer’s first bill waits; released, the very same bill goes out', async () => {
    await subscribe('Late', 'home-30', '2026-12-01');
    const held = await run({});
    expect(held).toMatchObject({ invoices: 0, held: 2 });
    expect(classes(held)).toEqual({ new: [1, 3600, 0], unbillable: [1, 0, 0] });
    const [hold] = await holds('&state=held');
    expect(hold).toMatchObject({
      account_name: 'Late',
      class: 'new',
      now_minor: 3600,
      bill_run_id: held.id,
      held_by: 'story',
    });
    expect(await isp.api.post('/bill-holds/release', { bill_run_id: held.id })).toEqual({ released: 1 });
    expect(await run({})).toMatchObject({ invoices: 1, gross_minor: 3600, held: 1 });
    expect(await holds('&state=held')).toEqual([]);
  });

  test('released, another amount is held anew', async () => {
    await subscribe('Later', 'home-30', '2026-12-01');
    await run({});
    await isp.api.post('/bill-holds/release', { class: 'new' });
    await change('Later', { plan_id: plans['home-90'], on: '2026-12-01' });
    expect(await run({})).toMatchObject({ invoices: 0, held: 2 });
    expect(await holds('&state=held')).toMatchObject([{ account_name: 'Later', now_minor: 10_800 }]);
    await isp.api.post('/bill-holds/release', { class: 'new' });
    expect(await run({})).toMatchObject({ invoices: 1, gross_minor: 10_800 });
    await policy({ classes: [] });
  });
});

describe('a run', () => {
  test('of a legal entity bills its accounts only', async () => {
    const other = await isp.api.post('/legal-entities', {
      code: 'south',
      name: 'South',
      country: 'DE',
      currency: 'EUR',
      zone: 'UTC',
      number_pattern: 'S-{000000}',
    });
    await subscribe('North', 'home-30', '2026-12-01');
    await subscribe('South', 'home-30', '2026-12-01');
    await sql`update crm.account set legal_entity_id = ${other.id} where id = ${accounts.South}`.execute(
      isp.db.kernel.db,
    );
    const made = await run({ legal_entity_id: other.id });
    expect(made).toMatchObject({ legal_entity_id: other.id, due: 1, invoices: 1 });
    expect([await invoicesOf('North'), await invoicesOf('South')].map((all) => all.length)).toEqual([0, 1]);
  });

  const begin = async (input: Parameters<typeof startBillRun>[1]) => {
    const begun = await isp.db.run((ctx) => startBillRun(ctx, { ...input, waits: true }));
    if (!begun) throw new Error('no run');
    return begun;
  };

  test('that is stopped makes no more; another one goes on', async () => {
    const begun = await begin({ kind: 'run', as_of: day('2026-12-01'), zone: 'UTC', legal_entity_id: null, due: 2 });
    expect(await isp.api.post(`/bill-runs/${begun.id}/cancel`)).toMatchObject({
      state: 'running',
      cancelled_by: 'story',
    });
    await workBillRun(isp.db.kernel, { run_id: begun.id });
    expect(await isp.api.get(`/bill-runs/${begun.id}`)).toMatchObject({ state: 'cancelled', done: 0, invoices: 0 });
    await workBillRun(isp.db.kernel, { run_id: begun.id });
    expect(await isp.api.get(`/bill-runs/${begun.id}`)).toMatchObject({ state: 'cancelled', invoices: 0 });
    expect(await run({})).toMatchObject({ state: 'done', invoices: 1 });
  });

  test('that was cut off is taken up again by its job', async () => {
    await subscribe('Cut', 'home-30', '2026-12-01');
    const begun = await begin({ kind: 'run', as_of: day('2026-12-01'), zone: 'UTC', legal_entity_id: null, due: 9 });
    await sql`update billing.bill_run set done = 3, held = 1 where id = ${begun.id}`.execute(isp.db.kernel.db);
    await workBillRun(isp.db.kernel, { run_id: begun.id });
    expect(await isp.api.get(`/bill-runs/${begun.id}`)).toMatchObject({
      state: 'done',
      due: 9,
      done: 9,
      invoices: 1,
      held: 1,
    });
  });

  test('where nothing is due is none, but for a dry one', async () => {
    const nothing = { as_of: '2020-01-01' };
    expect(await isp.api.post('/bill-runs/begin', nothing)).toEqual({ runs: [] });
    expect(await isp.api.post('/bill-runs/begin', { dry_run: true, zone: 'Asia/Tokyo' })).toEqual({ runs: [] });
    expect(await run({ ...nothing, dry_run: true })).toMatchObject({ state: 'done', due: 0, invoices: 0, classes: [] });
  });

  test('that was dry is forgotten after 45 days, and what it held is not', async () => {
    const { dry_runs } = await forgetOld(isp.db.kernel, '2027-01-16T03:50:00.000Z' as never);
    expect(dry_runs).toBe(4);
    expect((await isp.api.get('/bill-runs?kind=dry')).items).toEqual([]);
    expect(await holds()).toHaveLength(5);
  });
});
