/** Discounts and coupons through the API: to the day, by the bill, redeemed once, ended; what is given back is of what was paid. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  account,
  bill,
  change,
  type Step,
  type Story,
  start,
  subscribe,
  type Teller,
  type Told,
  tell,
} from './billing-agenda.ts';

const LONG_MS = 300_000;

/** Gives the account, or with `of` its subscription, a discount. */
const discount =
  (terms: Record<string, unknown>, of: 'subscription' | 'account' = 'subscription'): Step =>
  (t) =>
    t.isp.api.post(`/accounts/${t.account}/discounts`, {
      ...terms,
      ...(of === 'account' ? {} : { subscription_id: t.subscription }),
    });

const discountsOf = async (t: Teller) => (await t.isp.api.get(`/discounts?account_id=${t.account}`)).items ?? [];

const endIt: Step = async (t) => {
  const [given] = await discountsOf(t);
  await t.isp.api.post(`/discounts/${given?.id}/end`);
};

const offer = (code: string, more: Record<string, unknown>): Step => {
  return (t) => t.isp.api.post('/coupons', { code, name: `Offer ${code}`, ...more });
};

const STORIES: Readonly<Record<string, Story>> = {
  'three months': {
    steps: [
      [
        '2026-01-10',
        account,
        subscribe(3100, {}, { anchor_day: 1 }),
        discount({ name: 'Winter', percent: '10', times: 3 }),
        bill,
      ],
    ],
    last_day: '2026-05-02',
  },
  'an amount': {
    steps: [
      [
        '2026-01-10',
        account,
        subscribe(3100, {}, { anchor_day: 1 }),
        discount({ name: 'Five off', amount_minor: 500 }),
        bill,
      ],
    ],
    last_day: '2026-03-02',
  },
  'a change': {
    steps: [
      ['2026-01-01', account, subscribe(3100, { tax_code: 'VAT20' }), discount({ name: 'Half', percent: '50' }), bill],
      ['2026-01-11', change(6200, { tax_code: 'VAT20' })],
    ],
    last_day: '2026-01-12',
  },
  'two bills': {
    steps: [
      [
        '2026-01-01',
        account,
        subscribe(3000),
        discount({ name: 'Sorry', amount_minor: 1000, times: 2 }, 'account'),
        bill,
      ],
    ],
    last_day: '2026-04-02',
  },
  ended: {
    steps: [
      ['2026-01-01', account, subscribe(3100), discount({ name: 'Staff', percent: '100' }), bill],
      ['2026-01-21', endIt],
    ],
    last_day: '2026-02-02',
  },
  late: {
    steps: [
      ['2026-01-01', start(3100)],
      ['2026-01-05', discount({ name: 'Late', percent: '50' })],
    ],
    last_day: '2026-02-02',
  },
  'set-up': {
    steps: [
      ['2026-01-01', account, offer('FREE-SETUP', { base: 'one-time', percent: '100', times: 1 })],
      ['2026-01-01', subscribe(3100, { setup_fee_minor: 4900 }, { coupon: 'free-setup' }), bill],
    ],
    last_day: '2026-01-02',
  },
};

let told: Told;
beforeAll(async () => {
  told = await tell(STORIES);
}, LONG_MS);
afterAll(() => told?.stop());

test.each<[string, string[]]>([
  [
    'three months',
    [
      '2026-01-10→2026-02-01 22/31 19.80',
      '2026-02-01→2026-03-01 28/28 27.90',
      '2026-03-01→2026-04-01 31/31 27.90',
      // Nine of April's days.
      '2026-04-01→2026-05-01 30/30 30.07',
      '2026-05-01→2026-06-01 31/31 31.00',
    ],
  ],
  [
    'an amount',
    ['2026-01-10→2026-02-01 22/31 18.45', '2026-02-01→2026-03-01 28/28 26.00', '2026-03-01→2026-04-01 31/31 26.00'],
  ],
  [
    'a change',
    [
      '2026-01-01→2026-02-01 31/31 15.50 + 3.10',
      '2026-01-11→2026-02-01 21/31 21.00 + 4.20',
      '2026-01-11→2026-02-01 21/31 −10.50 + 2.10',
    ],
  ],
  [
    'two bills',
    [
      '2026-01-01→2026-02-01 31/31 20.00',
      '2026-02-01→2026-03-01 28/28 20.00',
      '2026-03-01→2026-04-01 31/31 30.00',
      '2026-04-01→2026-05-01 30/30 30.00',
    ],
  ],
  ['ended', ['2026-01-01→2026-02-01 31/31 0.00', '2026-02-01→2026-03-01 28/28 31.00']],
  ['late', ['2026-01-01→2026-02-01 31/31 31.00', '2026-02-01→2026-03-01 28/28 15.50']],
  ['set-up', ['2026-01-01→2026-01-02 0.00', '2026-01-01→2026-02-01 31/31 31.00']],
])('%s', (id, documents) => expect(told.of(id).stood?.documents).toEqual(documents));

test('a discount says what it took off, its lines which discount did', async () => {
  const teller = told.of('two bills');
  const [given] = await discountsOf(teller);
  expect(given).toMatchObject({
    name: 'Sorry',
    bills: 2,
    bills_used: 2,
    taken_minor: 2000,
    amount_minor: 1000,
    percent: null,
  });
  const { items = [] } = await teller.isp.api.get(`/invoices?account_id=${teller.account}&sort=issued_on`);
  const { lines } = (await teller.isp.api.get(`/invoices/${items[0]?.id}`)) as unknown as { lines: unknown[] };
  expect(lines).toMatchObject([
    {
      net_minor: 2000,
      discount_minor: 1000,
      discounts: [{ discount_id: given?.id, name: 'Sorry', amount_minor: 1000 }],
    },
  ]);
});

test('three months from the day it was given, to the day', async () => {
  expect(await discountsOf(told.of('three months'))).toMatchObject([
    { from_on: '2026-01-10', to_on: '2026-04-10', percent: '10', bills: null, taken_minor: 220 + 310 + 310 + 93 },
  ]);
});

describe('refused', () => {
  const ask = async (id: string, path: string, body: Record<string, unknown>) => {
    const { isp } = told.of(id);
    const { status, body: said } = await isp.api.call('POST', path, body, { 'idempotency-key': crypto.randomUUID() });
    return [status, String(said.type).replace('/problems/', '')];
  };
  const give = (id: string, body: Record<string, unknown>) =>
    ask(id, `/accounts/${told.of(id).account}/discounts`, body);

  test('what is not clear', async () => {
    const unclear = [422, 'flows.discount-unclear'];
    expect(await give('late', { percent: '10' })).toEqual(unclear);
    expect(await give('late', { name: 'x' })).toEqual(unclear);
    expect(await give('late', { name: 'x', percent: '10', amount_minor: 100 })).toEqual(unclear);
    expect(await give('late', { coupon: 'FREE-SETUP', percent: '10' })).toEqual(unclear);
    expect(await give('late', { name: 'x', percent: '10', to_on: '2026-05-05', times: 2 })).toEqual(unclear);
    expect(await give('late', { name: 'x', percent: '10', to_on: '2026-01-02' })).toEqual(unclear);
    expect((await give('late', { name: 'x', percent: '100.5' }))[0]).toBe(400);
    expect((await give('late', { name: 'x', amount_minor: 0 }))[0]).toBe(400);
    expect(await give('late', { name: 'x', percent: '10', subscription_id: told.of('ended').subscription })).toEqual([
      422,
      'flows.not-of-account',
    ]);
  });
  test('an end in the past, twice, or of none', async () => {
    const [given] = await discountsOf(told.of('late'));
    expect(await ask('late', `/discounts/${given?.id}/end`, { on: '2026-01-02' })).toEqual([
      422,
      'billing.discount-ends-in-past',
    ]);
    const [over] = await discountsOf(told.of('ended'));
    expect(await ask('late', `/discounts/${over?.id}/end`, {})).toEqual([409, 'billing.discount-ended']);
    expect(await ask('late', `/discounts/${told.of('late').account}/end`, {})).toEqual([
      404,
      'billing.discount-not-found',
    ]);
  });
  test('a coupon that is used up, withdrawn, not for this, not begun or over', async () => {
    const { isp, subscription, account: of } = told.of('late');
    const once = await isp.api.post('/coupons', {
      code: 'once',
      name: 'Once',
      percent: '5',
      most: 1,
      redeem_to: '2026-12-31',
    });
    expect(once).toMatchObject({ code: 'ONCE', redeemed: 0, target: 'subscription', base: 'recurring' });
    expect(await give('late', { coupon: 'once' })).toEqual([422, 'tariffs.coupon-not-for-this']);
    await isp.api.post(`/accounts/${of}/discounts`, { coupon: 'once', subscription_id: subscription });
    const other = { coupon: 'ONCE', subscription_id: told.of('ended').subscription };
    expect(await give('ended', other)).toEqual([409, 'tariffs.coupon-over']);
    await isp.api.patch(`/coupons/${once.id}`, { most: 2, state: 'withdrawn' });
    expect(await give('ended', other)).toEqual([409, 'tariffs.coupon-over']);
    await isp.api.patch(`/coupons/${once.id}`, { state: 'active', redeem_to: '2026-01-02' });
    expect(await give('ended', other)).toEqual([409, 'tariffs.coupon-over']);
    await isp.api.patch(`/coupons/${once.id}`, { redeem_to: null });
    expect(await give('late', { coupon: 'once', subscription_id: subscription })).toEqual([409, 'billing.coupon-used']);
    expect(await isp.api.get(`/coupons/${once.id}`)).toMatchObject({ redeemed: 1, most: 2 });
    expect(await give('late', { coupon: 'NONE' })).toEqual([404, 'tariffs.coupon-not-found']);
    expect(await ask('late', '/coupons', { code: 'Once', name: 'x', percent: '5' })).toEqual([
      409,
      'tariffs.coupon-code-taken',
    ]);
    const unclear = [422, 'tariffs.coupon-unclear'];
    expect(await ask('late', '/coupons', { code: 'a', name: 'x' })).toEqual(unclear);
    expect(await ask('late', '/coupons', { code: 'a', name: 'x', amount_minor: 5 })).toEqual(unclear);
    expect(
      await ask('late', '/coupons', { code: 'a', name: 'x', percent: '5', target: 'account', plan_ids: [of] }),
    ).toEqual(unclear);
    const found = await isp.api.get('/coupons?q=once&state=active&sort=-redeemed');
    expect(found.items).toMatchObject([{ code: 'ONCE' }]);
  });
});
