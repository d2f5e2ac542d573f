/** One-off charges through the API: taken by the next bill, or by one that is made now; once, or cancelled before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, type Step, type Story, start, type Teller, type Told, tell } from './billing-agenda.ts';

const LONG_MS = 300_000;

type Terms = Record<string, unknown>;

const charge =
  (more: Terms): Step =>
  (t) =>
    t.isp.api.post(`/accounts/${t.account}/charges`, more);

const STORIES: Readonly<Record<string, Story>> = {
  'a router': {
    steps: [
      ['2026-01-01', start(3100)],
      ['2026-01-05', charge({ description: 'Router', unit_price_minor: 4900, quantity: 2, tax_code: 'VAT20' })],
      ['2026-01-06', charge({ description: 'Later', unit_price_minor: 100, due_on: '2026-02-15' })],
    ],
    last_day: '2026-03-02',
  },
  'no subscription': {
    steps: [['2026-01-05', account, charge({ description: 'Visit', unit_price_minor: 8000, due_on: '2026-01-10' })]],
    last_day: '2026-01-12',
  },
  'a customer': { steps: [['2026-01-01', start(3100)]], last_day: '2026-01-02' },
};

let told: Told;
beforeAll(async () => {
  told = await tell(STORIES);
}, LONG_MS);
afterAll(() => told?.stop());

test.each<[string, string[]]>([
  // Taken by the next bill, never by one before its day.
  [
    'a router',
    [
      '2026-01-01→2026-02-01 31/31 31.00',
      '2026-02-01→2026-03-01 28/28 31.00',
      '2026-01-05→2026-01-06 98.00 + 19.60',
      '2026-03-01→2026-04-01 31/31 31.00',
      '2026-02-15→2026-02-16 1.00',
    ],
  ],
  // Nothing else is billed there: a run bills it on its day.
  ['no subscription', ['2026-01-10→2026-01-11 80.00']],
])('%s', (id, documents) => expect(told.of(id).stood?.documents).toEqual(documents));

const chargesOf = async (t: Teller, state?: string) =>
  (await t.isp.api.get(`/charges?account_id=${t.account}${state ? `&state=${state}` : ''}`)).items ?? [];

describe('a charge', () => {
  test('says which invoice billed it, is credited like any line, and is billed once', async () => {
    const t = told.of('a router');
    expect(await chargesOf(t)).toMatchObject([
      { description: 'Later', state: 'billed', amount_minor: 100 },
      { description: 'Router', state: 'billed', quantity: 2, amount_minor: 9800, tax_code: 'VAT20' },
    ]);
    const [, router] = await chargesOf(t);
    const page = await t.isp.api.get(`/invoices/${router?.invoice_id}`);
    expect(page).toMatchObject({ number: router?.invoice_number });
    const note = await t.isp.api.post(`/invoices/${router?.invoice_id}/credit-notes`, {
      reason: 'one came back',
      lines: [{ line_no: 2, amount_minor: 4900 }],
    });
    expect(note).toMatchObject({ net_minor: 4900, tax_minor: 980, gross_minor: 5880 });
    expect(await t.isp.api.post(`/accounts/${t.account}/bill`)).toMatchObject({ invoice_id: null });
  });

  test('waits for the bill that is to come, is foreseen there, in the preview and the dry run, and is cancelled until billed', async () => {
    const t = told.of('a router');
    const { isp, account: id } = t;
    const plan_id = await t.plan(2500, { kind: 'one-time', tax_code: 'VAT20' });
    const made = await isp.api.post(`/accounts/${id}/charges`, {
      plan_id,
      quantity: 2,
      subscription_id: t.subscription,
    });
    expect(made).toMatchObject({ state: 'waiting', amount_minor: 5000, tax_code: 'VAT20', due_on: '2026-03-02' });
    const { documents } = (await isp.api.get(`/accounts/${id}/foreseen?count=2`)) as unknown as {
      documents: { as_of: string; invoice: { net_minor: number } }[];
    };
    expect(documents).toMatchObject([
      { as_of: '2026-04-01', invoice: { net_minor: 8100 } },
      { as_of: '2026-05-01', invoice: { net_minor: 3100 } },
    ]);
    expect(await isp.api.get(`/accounts/${id}/next-invoice`)).toMatchObject({ invoice: { net_minor: 5000 } });
    // Nothing of it is due before its account's next bill: a run today leaves it alone.
    expect(await isp.api.post('/bill-runs', { dry_run: true, as_of: '2026-03-02' })).toMatchObject({ preview: [] });
    await isp.api.post(`/charges/${made.id}/cancel`);
    expect(await chargesOf(t, 'cancelled')).toMatchObject([{ id: made.id, cancelled_by: expect.any(String) }]);
    expect(await isp.api.get(`/accounts/${id}/next-invoice`)).toMatchObject({ invoice: null });
    expect(await chargesOf(t, 'waiting')).toEqual([]);
  });

  test('is taken by a bill that is made now, after the discounts of what it is of', async () => {
    const t = told.of('a customer');
    const { isp, account: id, subscription: subscription_id } = t;
    const once = { description: 'Visit', unit_price_minor: 10_000, subscription_id };
    await isp.api.post(`/accounts/${id}/discounts`, { subscription_id, name: 'Half', percent: '50', base: 'one-time' });
    await isp.api.post(`/accounts/${id}/charges`, once);
    const { invoice_id } = await isp.api.post(`/accounts/${id}/bill`);
    expect(await isp.api.get(`/invoices/${invoice_id}`)).toMatchObject({
      net_minor: 5000,
      discount_minor: 5000,
      lines: [{ kind: 'one_time', subscription_id, discounts: [{ name: 'Half' }] }],
    });
    expect(await chargesOf(t)).toMatchObject([{ state: 'billed', invoice_id }]);
  });
});

describe('refused', () => {
  const ask = async (id: string, path: string, body: Terms) => {
    const { isp } = told.of(id);
    const { status, body: said } = await isp.api.call('POST', path, body, { 'idempotency-key': crypto.randomUUID() });
    return [status, String(said.type).replace('/problems/', '')];
  };

  test('a charge that is not clear, negative, or over', async () => {
    const t = told.of('a router');
    const path = `/accounts/${t.account}/charges`;
    const unclear = [422, 'flows.charge-unclear'];
    expect(await ask('a router', path, {})).toEqual(unclear);
    expect(await ask('a router', path, { description: 'x' })).toEqual(unclear);
    expect(await ask('a router', path, { plan_id: await t.plan(3100, {}) })).toEqual(unclear);
    expect(await ask('a router', path, { plan_id: await t.plan(0, { kind: 'one-time' }) })).toEqual(unclear);
    const once = { description: 'x', unit_price_minor: 100 };
    expect(await ask('a router', path, { ...once, tax_code: 'NONE' })).toEqual([422, 'billing.charge-tax-unknown']);
    expect(await ask('a router', path, { ...once, subscription_id: told.of('a customer').subscription })).toEqual([
      422,
      'flows.not-of-account',
    ]);
    const key = { 'idempotency-key': crypto.randomUUID() };
    const { status, body } = await t.isp.api.call('POST', path, { ...once, unit_price_minor: -100 }, key);
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('make a credit note')]);
    const [billed] = await chargesOf(t, 'billed');
    expect(await ask('a router', `/charges/${billed?.id}/cancel`, {})).toEqual([409, 'billing.charge-over']);
    expect(await ask('a router', `/charges/${t.account}/cancel`, {})).toEqual([404, 'billing.charge-not-found']);
  });
});
