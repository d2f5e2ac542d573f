/** Quantity and add-ons through the API: to the day, on one invoice, and together with what they are on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  account,
  bill,
  type Step,
  type Story,
  start,
  subscribe,
  type Teller,
  type Told,
  tell,
} from './billing-agenda.ts';

const LONG_MS = 300_000;

type Terms = Record<string, unknown>;

/** Has no log-in and no period of its own, unless said. */
const ADD_ON = { kind: 'add-on' };

const added = new Map<Teller, string>();

/** Adds an add-on to the story's subscription. */
const add =
  (price_minor: number, terms: Terms = {}, more: Terms = {}): Step =>
  async (t) => {
    const plan_id = await t.plan(price_minor, { ...ADD_ON, ...terms });
    const made = await t.isp.api.post(`/accounts/${t.account}/subscriptions`, {
      plan_id,
      parent_id: t.subscription,
      ...more,
    });
    added.set(t, (made.subscription as { id: string }).id);
  };

const onAddOn =
  (path: string, body: Terms = {}): Step =>
  (t) =>
    t.isp.api.post(`/subscriptions/${added.get(t)}/${path}`, body);

const quantity =
  (count: number, more: Terms = {}): Step =>
  (t) =>
    t.on('change-plan', { quantity: count, when: 'now', ...more });

const on =
  (path: string, body: Terms = {}): Step =>
  (t) =>
    t.on(path, body);

const FIRST = { anchor_day: 1 };

const STORIES: Readonly<Record<string, Story>> = {
  'ten of it': {
    steps: [['2026-01-15', account, subscribe(500_000, {}, { ...FIRST, quantity: 10 }), bill]],
    last_day: '2026-02-02',
  },
  'more of it': {
    steps: [
      ['2026-01-01', start(1000, {}, { quantity: 2 })],
      ['2026-01-11', quantity(5), bill],
      ['2026-01-21', quantity(1), bill],
    ],
    last_day: '2026-02-02',
  },
  'less of it with the next period': {
    steps: [
      ['2026-01-01', start(1000, {}, { quantity: 3 })],
      ['2026-01-11', on('change-plan', { quantity: 1 }), bill],
    ],
    last_day: '2026-02-02',
  },
  'counted after a trial': {
    steps: [
      ['2026-01-01', start(3100, { phases: [{ days: 10, price_minor: 0 }] })],
      ['2026-01-05', quantity(2), bill],
    ],
    last_day: '2026-01-12',
  },
  'ten telephones': {
    steps: [
      ['2026-01-01', start(3100)],
      ['2026-01-11', add(310, { setup_fee_minor: 500 }, { quantity: 10 }), bill],
      ['2026-01-21', onAddOn('change-plan', { quantity: 4, when: 'now' }), bill],
    ],
    last_day: '2026-02-02',
  },
  'ended together': {
    steps: [
      ['2026-01-01', start(3100), add(310, { tax_code: 'VAT20' }), bill],
      ['2026-01-21', on('end'), bill],
    ],
    last_day: '2026-02-02',
  },
  'ended before': {
    steps: [
      ['2026-01-01', start(3100), add(310), bill],
      ['2026-01-11', onAddOn('end'), bill],
    ],
    last_day: '2026-02-02',
  },
  'paused together': {
    steps: [
      ['2026-01-01', start(3100), add(310, { hold_fee_minor: 31 }), bill],
      ['2026-01-11', on('pause', { to_on: '2026-01-21' }), bill],
    ],
    last_day: '2026-02-02',
  },
  'added while paused': {
    steps: [
      ['2026-01-01', start(3100), on('pause', { to_on: '2026-01-21' }), bill],
      ['2026-01-11', add(310), bill],
    ],
    last_day: '2026-02-02',
  },
  'another billing day': {
    steps: [
      ['2026-01-01', start(3100), add(310), bill],
      ['2026-01-11', on('change-plan', { anchor_day: 15, when: 'now' }), bill],
    ],
    last_day: '2026-02-16',
  },
};

let told: Told;
beforeAll(async () => {
  told = await tell(STORIES);
}, LONG_MS);
afterAll(() => told?.stop());

test.each<[string, string[]]>([
  // The price of all ten is cut once: 50,000.00 × 17/31.
  ['ten of it', ['2026-01-15→2026-02-01 17/31 27419.35', '2026-02-01→2026-03-01 28/28 50000.00']],
  [
    'more of it',
    [
      '2026-01-01→2026-02-01 31/31 20.00',
      '2026-01-11→2026-02-01 21/31 33.87',
      '2026-01-11→2026-02-01 21/31 −13.55',
      '2026-01-21→2026-02-01 11/31 3.55',
      '2026-01-21→2026-02-01 11/21 −17.74',
      '2026-02-01→2026-03-01 28/28 10.00',
    ],
  ],
  ['less of it with the next period', ['2026-01-01→2026-02-01 31/31 30.00', '2026-02-01→2026-03-01 28/28 10.00']],
  ['counted after a trial', ['2026-01-11→2026-02-01 21/31 42.00']],
  [
    'ten telephones',
    [
      '2026-01-01→2026-02-01 31/31 31.00',
      '2026-01-11→2026-01-12 5.00',
      '2026-01-11→2026-02-01 21/31 21.00',
      '2026-01-21→2026-02-01 11/31 4.40',
      '2026-01-21→2026-02-01 11/21 −11.00',
      '2026-02-01→2026-03-01 28/28 31.00',
      '2026-02-01→2026-03-01 28/28 12.40',
    ],
  ],
  [
    'ended together',
    [
      '2026-01-01→2026-02-01 31/31 31.00',
      '2026-01-01→2026-02-01 31/31 3.10 + 0.62',
      '2026-01-21→2026-02-01 11/31 −11.00',
      '2026-01-21→2026-02-01 11/31 −1.10 + 0.22',
    ],
  ],
  [
    'ended before',
    [
      '2026-01-01→2026-02-01 31/31 31.00',
      '2026-01-01→2026-02-01 31/31 3.10',
      '2026-01-11→2026-02-01 21/31 −2.10',
      '2026-02-01→2026-03-01 28/28 31.00',
    ],
  ],
  [
    'paused together',
    [
      '2026-01-01→2026-02-01 31/31 31.00',
      '2026-01-01→2026-02-01 31/31 3.10',
      '2026-01-11→2026-01-21 10/31 0.10',
      '2026-01-11→2026-01-21 10/31 −10.00',
      '2026-01-11→2026-01-21 10/31 −1.00',
      '2026-02-01→2026-03-01 28/28 31.00',
      '2026-02-01→2026-03-01 28/28 3.10',
    ],
  ],
  [
    'added while paused',
    [
      '2026-01-01→2026-02-01 31/31 31.00',
      '2026-01-01→2026-01-21 20/31 −20.00',
      '2026-01-21→2026-02-01 11/31 1.10',
      '2026-02-01→2026-03-01 28/28 31.00',
      '2026-02-01→2026-03-01 28/28 3.10',
    ],
  ],
  [
    'another billing day',
    [
      '2026-01-01→2026-02-01 31/31 31.00',
      '2026-01-01→2026-02-01 31/31 3.10',
      '2026-02-01→2026-02-15 14/31 14.00',
      '2026-02-01→2026-02-15 14/31 1.40',
      '2026-02-15→2026-03-15 28/28 31.00',
      '2026-02-15→2026-03-15 28/28 3.10',
    ],
  ],
])('%s', (id, documents) => expect(told.of(id).stood?.documents).toEqual(documents));

const linesOf = async (t: Teller, at = 0) => {
  const { items = [] } = await t.isp.api.get(`/invoices?account_id=${t.account}&sort=issued_on&limit=100`);
  const page = await t.isp.api.get(`/invoices/${items[at]?.id}`);
  return page.lines as unknown as Record<string, unknown>[];
};

test('a line says how many, what one costs, and the days', async () => {
  expect(await linesOf(told.of('ten of it'))).toMatchObject([
    { quantity: expect.stringMatching(/^10(\.0*)?$/), days: 17, of_days: 31, net_minor: 2_741_935 },
  ]);
});

test('the end, a pause and what came of them are the add-on’s too', async () => {
  const { isp } = told.of('ended together');
  const addOn = (id: string) => isp.api.get(`/subscriptions/${added.get(told.of(id))}`);
  expect(await addOn('ended together')).toMatchObject({ state: 'ended', ended_on: '2026-01-21' });
  expect(await addOn('paused together')).toMatchObject({
    state: 'active',
    pauses: [{ from_on: '2026-01-11', to_on: '2026-01-21', hold_fee_minor: 31 }],
  });
  expect(await addOn('added while paused')).toMatchObject({
    pauses: [{ from_on: '2026-01-11', to_on: '2026-01-21', hold_fee_minor: null }],
  });
  expect(await addOn('ten telephones')).toMatchObject({
    parent_id: told.of('ten telephones').subscription,
    segments: [{ quantity: 10 }, { quantity: 4 }],
  });
});

describe('refused', () => {
  const ask = async (id: string, path: string, body: Terms) => {
    const { isp } = told.of(id);
    const { status, body: said } = await isp.api.call('POST', path, body, { 'idempotency-key': crypto.randomUUID() });
    return [status, String(said.type).replace('/problems/', '')];
  };
  const sub = async (id: string, price: number, terms: Terms, more: Terms = {}) =>
    ask(id, `/accounts/${told.of(id).account}/subscriptions`, {
      plan_id: await told.of(id).plan(price, terms),
      ...more,
    });

  test('what is sold otherwise', async () => {
    const parent_id = told.of('ended before').subscription;
    expect(await sub('ended before', 310, ADD_ON)).toEqual([422, 'flows.parent-missing']);
    expect(await sub('ended before', 3100, {}, { parent_id })).toEqual([422, 'flows.no-add-on']);
    expect(await sub('ended before', 2500, { kind: 'one-time' })).toEqual([422, 'flows.sold-as-charge']);
    expect(await sub('ended before', 3100, { kind: 'internet' }, { quantity: 2 })).toEqual([422, 'flows.one-each']);
    expect((await sub('ended before', 310, ADD_ON, { parent_id, quantity: 0 }))[0]).toBe(400);
    expect((await sub('ended before', 310, ADD_ON, { parent_id, quantity: 1.5 }))[0]).toBe(400);
  });

  test('an add-on on another account’s, on an add-on, on what has ended, on a plan it does not go on', async () => {
    const unfit = [422, 'flows.parent-unfit'];
    const on = (id: string, parent_id: unknown, terms: Terms = ADD_ON) => sub(id, 310, terms, { parent_id });
    expect(await on('ended before', told.of('ten telephones').subscription)).toEqual(unfit);
    expect(await on('ten telephones', added.get(told.of('ten telephones')))).toEqual(unfit);
    expect(await on('ended together', told.of('ended together').subscription)).toEqual(unfit);
    const other = await told.of('ended before').plan(9900, {});
    const narrow = { ...ADD_ON, parent_plan_ids: [other] };
    expect(await on('ended before', told.of('ended before').subscription, narrow)).toEqual(unfit);
  });

  test('a change to a plan that does not go with its add-ons, which are named; or to another kind', async () => {
    const t = told.of('paused together');
    const [kept, other] = [await t.plan(3100, {}), await t.plan(9900, {})];
    const { isp } = t;
    const narrow = await isp.api.post('/plans', {
      kind: 'add-on',
      code: 'tv-basic',
      name: 'TV basic',
      price_minor: 500,
      parent_plan_ids: [kept],
    });
    await isp.api.post(`/accounts/${t.account}/subscriptions`, { plan_id: narrow.id, parent_id: t.subscription });
    const path = `/subscriptions/${t.subscription}/change-plan`;
    const key = { 'idempotency-key': crypto.randomUUID() };
    const { status, body } = await isp.api.call('POST', path, { plan_id: other }, key);
    expect([status, String(body.detail)]).toEqual([409, expect.stringContaining('TV basic')]);
    await isp.api.patch(`/plans/${narrow.id}`, { parent_plan_ids: null });
    expect(await isp.api.post(path, { plan_id: other, when: 'now' })).toMatchObject({ plan_id: other });
    expect(await ask('paused together', path, { plan_id: narrow.id })).toEqual([422, 'flows.kind-differs']);
    const once = await t.plan(2500, { kind: 'one-time' });
    expect(await ask('paused together', path, { plan_id: once })).toEqual([422, 'flows.kind-differs']);
  });

  test('an add-on that rests by itself, or outlives what it is on', async () => {
    const t = told.of('added while paused');
    const path = `/subscriptions/${added.get(t)}`;
    const follows = [409, 'flows.follows-parent'];
    expect(await ask('added while paused', `${path}/suspend`, {})).toEqual(follows);
    expect(await ask('added while paused', `${path}/resume`, {})).toEqual(follows);
    expect(await ask('added while paused', `${path}/pause`, {})).toEqual(follows);
    expect(await ask('added while paused', `${path}/unpause`, {})).toEqual(follows);
    await t.on('end', { on: '2026-05-01' });
    expect(await t.isp.api.get(path)).toMatchObject({ ended_on: '2026-05-01' });
    expect(await ask('added while paused', `${path}/end`, { on: '2026-06-01' })).toEqual([
      409,
      'flows.outlives-parent',
    ]);
    expect(await ask('added while paused', `${path}/end`, { on: null })).toEqual([409, 'flows.outlives-parent']);
    await t.on('end', { on: null });
    expect(await t.isp.api.get(path)).toMatchObject({ ended_on: null });
  });

  test('plans to add to that are none', async () => {
    const t = told.of('ended before');
    const unclear = [422, 'tariffs.parents-unclear'];
    const make = (terms: Terms) => ask('ended before', '/plans', { code: 'x', name: 'x', price_minor: 1, ...terms });
    expect(await make({ kind: 'recurring', parent_plan_ids: [await t.plan(3100, {})] })).toEqual(unclear);
    expect(await make({ kind: 'add-on', parent_plan_ids: [t.account] })).toEqual(unclear);
    expect(await make({ kind: 'add-on', parent_plan_ids: [await t.plan(310, ADD_ON)] })).toEqual(unclear);
  });
});

test('an add-on is foreseen before it is added', async () => {
  const t = told.of('less of it with the next period');
  const plan_id = await t.plan(310, ADD_ON);
  const { documents } = (await t.on('foresee', { add: { plan_id, quantity: 3 } })) as unknown as {
    documents: { as_of: string; invoice: { lines: { description: string; net_minor: number }[] } }[];
  };
  // 13 of February's 28 days, and from March on together with what it is on.
  expect(documents.map(({ as_of, invoice }) => [as_of, ...invoice.lines.map((line) => line.net_minor)])).toEqual([
    ['2026-02-16', 432],
    ['2026-03-01', 1000, 930],
    ['2026-04-01', 1000, 930],
  ]);
  expect((await t.isp.api.get(`/subscriptions?account_id=${t.account}`)).items).toHaveLength(1);
});

test('a suspension by hand takes add-ons with it, and back', async () => {
  const t = told.of('ten telephones');
  const addOn = () => t.isp.api.get(`/subscriptions/${added.get(t)}`);
  await t.on('suspend');
  expect(await addOn()).toMatchObject({ state: 'suspended', suspended_for: ['manual'] });
  await t.on('resume');
  expect(await addOn()).toMatchObject({ state: 'active', suspended_for: [] });
});
